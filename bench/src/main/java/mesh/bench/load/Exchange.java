package mesh.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** One connection's requests and answers, one at a time, each answer checked. */
public interface Exchange {
    /** Sends the next request. */
    void send(SocketChannel channel, long number) throws IOException;

    /**
     * Reads what has come.
     *
     * @return whether the whole answer is here
     * @throws IOException also when it is not the answer to what was sent
     */
    boolean receive(SocketChannel channel) throws IOException;

    /** Sends on a blocking channel and waits for the answer. */
    default void exchange(SocketChannel channel, long number) throws IOException {
        send(channel, number);
        while (!receive(channel)) {
            // a part of it has come
        }
    }
}

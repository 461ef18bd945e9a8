package mesh.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The message of one connection: sent, and expected back unchanged. No two are equal: connection and number are in it.
 */
public final class Message implements Exchange {
    static final int BYTES = 64;

    private final ByteBuffer sent = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer received = ByteBuffer.allocateDirect(BYTES);

    public Message(int connection) {
        sent.putLong(connection);
        while (sent.hasRemaining()) {
            sent.put((byte) (connection * 31 + sent.position()));
        }
    }

    @Override
    public void send(SocketChannel channel, long number) throws IOException {
        sent.clear().putLong(Long.BYTES, number);
        while (sent.hasRemaining()) {
            channel.write(sent);
        }
        received.clear();
    }

    /** The answer is compared with what was sent. */
    @Override
    public boolean receive(SocketChannel channel) throws IOException {
        if (channel.read(received) < 0) {
            throw new EOFException("the connection ended after %d of %d bytes".formatted(received.position(), BYTES));
        }
        if (received.hasRemaining()) {
            return false;
        }
        if (!received.flip().equals(sent.flip())) {
            throw new IOException("the echo is not what was sent");
        }
        return true;
    }
}

package mesh.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Sends back what comes. A connection that opens with {@link Bulk#MAGIC} gets a thread of its own. */
final class EchoServer extends SelectorServer {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final List<SelectionKey> bulk = new ArrayList<>();

    EchoServer(ServerSocketChannel listener) throws IOException {
        super(listener);
    }

    @Override
    void readable(SelectionKey key) throws IOException {
        var channel = (SocketChannel) key.channel();
        buffer.clear();
        if (channel.read(buffer) < 0) {
            channel.close();
            return;
        }
        buffer.flip();
        if (buffer.remaining() == Bulk.HEADER_BYTES && buffer.getLong(0) == Bulk.MAGIC) {
            key.attach(new Bulk(buffer.getLong(Long.BYTES), buffer.getLong(2 * Long.BYTES)));
            bulk.add(key);
            return;
        }
        channel.write(buffer);
        if (buffer.hasRemaining()) {
            throw new IOException("the client does not read its echoes");
        }
    }

    /** Hands over the connections that carry bulk. */
    @Override
    void afterAll() throws IOException {
        if (bulk.isEmpty()) {
            return;
        }
        bulk.forEach(SelectionKey::cancel);
        selector.selectNow(); // a channel may become blocking once its key is gone
        for (var key : bulk) {
            key.channel().configureBlocking(true);
            Thread.ofPlatform()
                    .name("bulk")
                    .daemon()
                    .start(() -> serveBulk((SocketChannel) key.channel(), (Bulk) key.attachment()));
        }
        bulk.clear();
    }

    private static void serveBulk(SocketChannel channel, Bulk bulk) {
        try (channel) {
            bulk.serve(channel);
        } catch (IOException e) {
            System.err.println("echo server: a bulk connection failed: " + e.getMessage());
        }
    }
}

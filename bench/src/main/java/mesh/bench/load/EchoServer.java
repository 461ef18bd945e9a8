package mesh.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import mesh.linux.NetworkNamespace;

/**
 * Sends back what comes, on one selector thread per namespace. A connection that opens with {@link Bulk#MAGIC} gets a
 * thread of its own.
 */
public final class EchoServer {
    private static final int BACKLOG = 4096;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final List<SelectionKey> bulk = new ArrayList<>();

    private EchoServer(ServerSocketChannel listener) throws IOException {
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves in each of the namespaces until standard input ends, which it does when the parent process is gone. */
    public static void main(String... namespaces) throws Exception {
        for (var name : namespaces) {
            var listener = NetworkNamespace.open(name).call(EchoServer::listen);
            var server = new EchoServer(listener);
            Thread.ofPlatform().name("echo-" + name).daemon().start(server::serve);
        }
        System.out.println("ready");
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }

    private static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(Target.PORT), BACKLOG);
    }

    private void serve() {
        try {
            while (true) {
                selector.select();
                for (var key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
                handOverBulk();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the echo server cannot go on", e);
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            accept((ServerSocketChannel) key.channel());
        } else {
            try {
                echo(key);
            } catch (IOException e) {
                System.err.println("echo server: a connection broke: " + e.getMessage());
                key.channel().close();
            }
        }
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        for (SocketChannel channel; (channel = listener.accept()) != null; ) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ);
        }
    }

    private void echo(SelectionKey key) throws IOException {
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

    private void handOverBulk() throws IOException {
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

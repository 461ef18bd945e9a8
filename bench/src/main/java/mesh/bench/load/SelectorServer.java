package mesh.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A listener and its connections on one selector and one thread. */
abstract class SelectorServer {
    final Selector selector = Selector.open();

    SelectorServer(ServerSocketChannel listener) throws IOException {
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves on a thread of its own, as long as the process lives. */
    final void start(String name) {
        Thread.ofPlatform().name(name).daemon().start(this::serve);
    }

    private void serve() {
        try {
            while (true) {
                selector.select();
                for (var key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
                afterAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server cannot go on", e);
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            accept((ServerSocketChannel) key.channel());
        } else {
            try {
                readable(key);
            } catch (IOException e) {
                System.err.println("server: a connection broke: " + e.getMessage());
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

    /** A connection has bytes, or has ended. @throws IOException when it is broken: it is closed then */
    abstract void readable(SelectionKey key) throws IOException;

    /** All that was ready has been served. */
    void afterAll() throws IOException {}
}

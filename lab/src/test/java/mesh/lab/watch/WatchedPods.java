package mesh.lab.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import mesh.linux.Command;
import mesh.linux.NetworkNamespace;
import mesh.testkit.TestNetwork;

/** A client, and a server whose port 8080 is redirected to an echo on 15006, in both address families. */
final class WatchedPods implements AutoCloseable {
    static final InetSocketAddress IPV4 = new InetSocketAddress(InetAddress.ofLiteral("10.77.0.3"), 8080);
    static final InetSocketAddress IPV6 = new InetSocketAddress(InetAddress.ofLiteral("fd77::3"), 8080);
    private static final String REDIRECT = """
            *nat
            -A PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 15006
            COMMIT
            """;

    private final TestNetwork network = new TestNetwork();
    final NetworkNamespace client;
    final NetworkNamespace server;
    private final ServerSocketChannel listener;

    WatchedPods() throws Exception {
        client = network.pod();
        server = network.pod();
        network.cable(client, server, "10.77.0.2/24", "fd77::2/64", "10.77.0.3/24", "fd77::3/64");
        for (var restore : List.of("iptables-restore", "ip6tables-restore")) {
            server.call(() -> Command.run(List.of(restore), REDIRECT)).orThrow();
        }
        listener = server.call(() -> ServerSocketChannel.open().bind(new InetSocketAddress(15006)));
        Thread.startVirtualThread(this::acceptAll);
    }

    /** A connection that {@link #ping} works on. */
    SocketChannel connect(InetSocketAddress address) throws Exception {
        return client.call(() -> SocketChannel.open(address));
    }

    /** Sends a text and reads it back. */
    static void ping(SocketChannel connection, String text) throws IOException {
        var sent = ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        connection.write(sent);
        var received = ByteBuffer.allocate(sent.limit());
        while (received.hasRemaining()) {
            if (connection.read(received) < 0) {
                throw new IOException("the echo ended");
            }
        }
        if (!received.flip().equals(sent.flip())) {
            throw new IOException("the echo answered something else");
        }
    }

    /** Connects, pings once and closes. */
    void exchange(InetSocketAddress address, String text) throws Exception {
        try (var connection = connect(address)) {
            ping(connection, text);
        }
    }

    /** The rules of table mangle in the server's pod, without counters. */
    String mangle() throws IOException {
        var saved = new StringBuilder();
        for (var save : List.of("iptables-save", "ip6tables-save")) {
            server.run(save, "-t", "mangle")
                    .orThrow()
                    .output()
                    .lines()
                    .filter(line -> line.startsWith("-A") || line.startsWith(":MESH"))
                    .forEach(line -> saved.append(line).append('\n'));
        }
        return saved.toString();
    }

    private void acceptAll() {
        try {
            while (true) {
                var accepted = listener.accept();
                Thread.startVirtualThread(() -> echo(accepted));
            }
        } catch (IOException e) {
            return; // the test is over: the listener is closed
        }
    }

    private static void echo(SocketChannel accepted) {
        var buffer = ByteBuffer.allocate(1024);
        try (accepted) {
            while (accepted.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    accepted.write(buffer);
                }
            }
        } catch (IOException e) {
            return; // the client notices
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        network.close();
    }
}

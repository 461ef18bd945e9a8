package mesh.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** The server as the client knows it. The same address in every pair of namespaces. */
public final class Target {
    public static final String HOST = "10.78.0.2";

    /** The same server once more, as what a canary would be. */
    public static final String CANARY_HOST = "10.78.0.3";

    /** Where bytes come back, and where requests are answered. */
    public static final int PORT = 8080, HTTP_PORT = 8081;

    private Target() {}

    static InetSocketAddress address() {
        return new InetSocketAddress(HOST, PORT);
    }

    /** A blocking connection to the echo server; small messages leave at once. */
    public static SocketChannel connect() throws IOException {
        return connect(address());
    }

    static SocketChannel connect(InetSocketAddress address) throws IOException {
        var channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }
}

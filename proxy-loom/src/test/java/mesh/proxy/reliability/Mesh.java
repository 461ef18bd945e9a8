package mesh.proxy.reliability;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import mesh.linux.NetworkNamespace;
import mesh.testkit.TestNetwork;

/**
 * One meshed pod, {@code app}, and a neighbour that is not, {@code peer}, joined by a cable: the smallest network in
 * which the kernel redirects what goes out of a pod and what comes in.
 */
final class Mesh implements Closeable {
    static final String APP = "10.77.0.2", PEER = "10.77.0.3";
    static final String APP6 = "fd77::2", PEER6 = "fd77::3";

    private final TestNetwork network = new TestNetwork();
    private final List<Closeable> owned = new ArrayList<>();
    private final NetworkNamespace app;
    private final NetworkNamespace peer;

    Mesh() throws Exception {
        app = network.pod();
        peer = network.pod();
        network.cable(app, peer, APP + "/24", APP6 + "/64", PEER + "/24", PEER6 + "/64");
        Rules.apply(app);
    }

    NetworkNamespace app() {
        return app;
    }

    NetworkNamespace peer() {
        return peer;
    }

    /** The app's proxy, ready; it ends with the mesh. */
    ProxyProcess proxy(Carriers carriers, String... flags) throws Exception {
        var all = Stream.concat(Stream.of("--carriers", carriers.flag()), Stream.of(flags));
        return own(ProxyProcess.Launch.in(app, all.toArray(String[]::new)).ready());
    }

    /** Who runs the proxy's threads: most claims must hold for each of them. */
    enum Carriers {
        OWN,
        JDK,
        PLATFORM;

        String flag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Server serverInPeer(int port, Server.Handler handler) throws Exception {
        return own(Server.start(peer, "::", port, handler));
    }

    Server serverInApp(int port, Server.Handler handler) throws Exception {
        return own(Server.start(app, "::", port, handler));
    }

    /** A connection that the kernel redirects to the outbound port. */
    Socket fromApp(String host, int port) throws Exception {
        return own(Sockets.connect(app, host, port));
    }

    /** A connection that, towards the app, the kernel redirects to the inbound port. */
    Socket fromPeer(String host, int port) throws Exception {
        return own(Sockets.connect(peer, host, port));
    }

    <T extends Closeable> T own(T closeable) {
        owned.addFirst(closeable);
        return closeable;
    }

    @Override
    public void close() throws IOException {
        try (network) {
            for (var closeable : owned) {
                closeable.close();
            }
        }
    }
}

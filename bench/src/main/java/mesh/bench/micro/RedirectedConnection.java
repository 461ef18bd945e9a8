package mesh.bench.micro;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import mesh.bench.rig.Cleanup;
import mesh.bench.rig.Namespaces;
import mesh.bench.rig.Redirect;
import mesh.bench.rig.Subject;
import mesh.linux.Descriptors;
import mesh.linux.NetworkNamespace;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A connection to 192.0.2.7:80 that a REDIRECT rule brought to a listener of ours instead. */
@State(Scope.Benchmark)
public class RedirectedConnection {
    /** In TEST-NET-1, RFC 5737: nobody is there. */
    static final InetSocketAddress DESTINATION = new InetSocketAddress("192.0.2.7", 80);

    /** What {@code struct sockaddr_in} holds before its padding: family (host order), port, address. */
    static final byte[] EXPECTED = {2, 0, 0, 80, (byte) 192, 0, 2, 7};

    private final Cleanup cleanup = new Cleanup();
    private SocketChannel accepted;

    @Setup(Level.Trial)
    public void open() throws Exception {
        var pod = Namespaces.create("redirect");
        cleanup.add(pod::close);
        giveARouteToNowhere(pod);
        Redirect.apply(pod);
        var listener =
                pod.call(() -> ServerSocketChannel.open().bind(new InetSocketAddress("0.0.0.0", Subject.OUTBOUND)));
        cleanup.add(listener);
        cleanup.add(pod.call(() -> SocketChannel.open(DESTINATION)));
        accepted = cleanup.add(listener.accept());
    }

    private static void giveARouteToNowhere(NetworkNamespace pod) throws IOException {
        pod.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth1")
                .orThrow();
        pod.run("ip", "address", "add", "10.78.1.1/24", "dev", "eth0").orThrow();
        pod.run("ip", "link", "set", "eth0", "up").orThrow();
        pod.run("ip", "route", "add", "default", "dev", "eth0").orThrow();
    }

    SocketChannel accepted() {
        return accepted;
    }

    int descriptor() {
        return Descriptors.of(accepted);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        cleanup.close();
    }
}

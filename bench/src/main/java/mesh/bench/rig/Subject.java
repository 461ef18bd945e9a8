package mesh.bench.rig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mesh.bench.load.Target;

/**
 * One way from the client to the server. A subject with a proxy runs one as the client's sidecar and one as the
 * server's; iptables sends the client's connections to {@link #OUTBOUND}, and the server's to {@link #INBOUND}.
 */
public interface Subject {
    int OUTBOUND = 15001, INBOUND = 15006;

    /** The name in tables, and lower-cased for {@code --only}. */
    String name();

    String version();

    /** What exactly it does with a redirected connection: rows can only be compared by who knows this. */
    String does();

    /**
     * The command line of a sidecar that stays in the foreground.
     *
     * @param folder an empty one, readable and writable by the proxy's user, for all that it needs
     */
    List<String> command(Path folder) throws IOException;

    /** Whom its client calls over HTTP. */
    default InetSocketAddress httpServer() {
        return new InetSocketAddress(Target.HOST, Target.HTTP_PORT);
    }

    /** The control plane's jar, when its proxies learn from one where to go. */
    default Optional<Path> controlPlane() {
        return Optional.empty();
    }

    /** Whether there is a proxy at all. */
    default boolean hasProxy() {
        return true;
    }
}

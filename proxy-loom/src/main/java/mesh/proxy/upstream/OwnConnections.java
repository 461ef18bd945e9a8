package mesh.proxy.upstream;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that this proxy itself has opened, so that it knows one that a rule sends back to it. */
public final class OwnConnections {
    private final Set<Ends> open = ConcurrentHashMap.newKeySet();

    /** A connection's two ends name it, as no other connection has both. */
    private record Ends(InetSocketAddress local, InetSocketAddress remote) {}

    void opened(InetSocketAddress local, InetSocketAddress remote) {
        open.add(new Ends(local, remote));
    }

    void closed(InetSocketAddress local, InetSocketAddress remote) {
        open.remove(new Ends(local, remote));
    }

    /** Whether the connection that {@code downstream} opened to {@code destination} is one of our own. */
    public boolean isOurs(InetSocketAddress downstream, InetSocketAddress destination) {
        return open.contains(new Ends(downstream, destination));
    }

    /** How many are open now. */
    public int count() {
        return open.size();
    }
}

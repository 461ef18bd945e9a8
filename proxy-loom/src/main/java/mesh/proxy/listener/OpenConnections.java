package mesh.proxy.listener;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import mesh.proxy.telemetry.HopEvent.Direction;

/** The connections that are open now, so that a drain can wait for them, and end those that outlive it. */
public final class OpenConnections {
    private final Set<InterceptedConnection> open = ConcurrentHashMap.newKeySet();
    private final Set<Upstream> upstreams = ConcurrentHashMap.newKeySet();
    private volatile boolean awaited;

    /** A connection of ours to an upstream; its two ends name it, as no other connection has both. */
    private record Upstream(InetSocketAddress local, InetSocketAddress remote) {}

    void opened(InterceptedConnection connection) {
        open.add(connection);
    }

    void closed(InterceptedConnection connection) {
        open.remove(connection);
        if (awaited) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    void connected(InetSocketAddress local, InetSocketAddress upstream) {
        upstreams.add(new Upstream(local, upstream));
    }

    void disconnected(InetSocketAddress local, InetSocketAddress upstream) {
        upstreams.remove(new Upstream(local, upstream));
    }

    /** Whether the connection that {@code downstream} opened to {@code destination} is one of our own. */
    boolean isOurs(InetSocketAddress downstream, InetSocketAddress destination) {
        return upstreams.contains(new Upstream(downstream, destination));
    }

    /** How many of a direction are open now. */
    public long count(Direction direction) {
        return open.stream()
                .filter(connection -> connection.direction() == direction)
                .count();
    }

    public int count() {
        return open.size();
    }

    /** Waits until none of a direction is open. @return false when {@code deadline} (nanoTime) passed first */
    public boolean awaitNone(Direction direction, long deadline) throws InterruptedException {
        return await(() -> count(direction) == 0, deadline);
    }

    /** Waits until none is open. @return false when {@code deadline} (nanoTime) passed first */
    public boolean awaitNone(long deadline) throws InterruptedException {
        return await(open::isEmpty, deadline);
    }

    private synchronized boolean await(BooleanSupplier done, long deadline) throws InterruptedException {
        awaited = true;
        while (!done.getAsBoolean()) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /** Resets whatever is still open. */
    public void abortAll() {
        open.forEach(InterceptedConnection::drained);
    }
}

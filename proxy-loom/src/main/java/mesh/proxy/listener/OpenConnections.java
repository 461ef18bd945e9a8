package mesh.proxy.listener;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import mesh.proxy.telemetry.HopEvent.Direction;

/** The connections that are open now, so that a drain can wait for them, and end those that outlive it. */
public final class OpenConnections {
    private final Set<InterceptedConnection> open = ConcurrentHashMap.newKeySet();
    private final Set<Direction> ending = ConcurrentHashMap.newKeySet();
    private volatile boolean awaited;

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

    /** Connections of a direction should end as soon as they are between two requests. */
    public void end(Direction direction) {
        ending.add(direction);
        open.stream().filter(connection -> connection.direction() == direction).forEach(InterceptedConnection::nudge);
    }

    /** Whether they should. */
    boolean isEnding(Direction direction) {
        return ending.contains(direction);
    }

    /** Resets whatever is still open. */
    public void abortAll() {
        open.forEach(InterceptedConnection::drained);
    }
}

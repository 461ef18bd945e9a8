package mesh.proxy.listener;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import mesh.proxy.telemetry.HopEvent.Direction;

/**
 * How many connections there may be at once. One is reserved before a connection is accepted. No direction may have
 * them all: an app whose clients take every inbound connection must still reach its database.
 */
public final class ConnectionLimit {
    private static final int KEPT_FOR_THE_OTHER = 16; // one in so many

    private final Semaphore free;
    private final Semaphore freeInbound;
    private final Semaphore freeOutbound;

    /** @param connections over all listeners */
    public ConnectionLimit(int connections) {
        this.free = new Semaphore(connections);
        this.freeInbound = new Semaphore(connections - connections / KEPT_FOR_THE_OTHER);
        this.freeOutbound = new Semaphore(connections - connections / KEPT_FOR_THE_OTHER);
    }

    /** Reserves one. @return false when none is free now */
    boolean tryReserve(Direction direction) {
        if (!freeFor(direction).tryAcquire()) {
            return false;
        }
        boolean reserved = free.tryAcquire();
        if (!reserved) {
            freeFor(direction).release();
        }
        return reserved;
    }

    /** Reserves one; waits until one is free. @return false when none was in time */
    boolean tryReserve(Direction direction, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!freeFor(direction).tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean reserved = free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (!reserved) {
            freeFor(direction).release();
        }
        return reserved;
    }

    void release(Direction direction) {
        free.release();
        freeFor(direction).release();
    }

    private Semaphore freeFor(Direction direction) {
        return switch (direction) {
            case INBOUND -> freeInbound;
            case OUTBOUND -> freeOutbound;
        };
    }
}

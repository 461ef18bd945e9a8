package mesh.proxy.listener;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many connections there may be at once, over all listeners. One is reserved before a connection is accepted. */
public final class ConnectionLimit {
    private final Semaphore free;

    public ConnectionLimit(int connections) {
        this.free = new Semaphore(connections);
    }

    /** Reserves one. @return false when none is free now */
    boolean tryReserve() {
        return free.tryAcquire();
    }

    /** Reserves one; waits until one is free. @return false when none was in time */
    boolean tryReserve(Duration patience) throws InterruptedException {
        return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    void release() {
        free.release();
    }
}

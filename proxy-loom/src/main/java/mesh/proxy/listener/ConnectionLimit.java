package mesh.proxy.listener;

import java.util.concurrent.Semaphore;

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

    /** Reserves one; waits until one is free. */
    void reserve() throws InterruptedException {
        free.acquire();
    }

    void release() {
        free.release();
    }
}

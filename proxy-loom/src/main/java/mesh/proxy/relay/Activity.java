package mesh.proxy.relay;

/** When a connection last moved a byte, either way, and until when it must move the next one. */
final class Activity {
    private final Timeouts timeouts;
    private volatile long last = System.nanoTime();
    private volatile boolean halfClosed;

    Activity(Timeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** Notes that bytes moved just now. @return now, on the scale of {@link System#nanoTime()} */
    long moved() {
        long now = System.nanoTime();
        last = now;
        return now;
    }

    void halfClosed() {
        halfClosed = true;
        moved();
    }

    /** On the scale of {@link System#nanoTime()}. */
    long deadline() {
        return last + (halfClosed ? timeouts.halfClosed() : timeouts.idle()).toNanos();
    }

    boolean stalled() {
        return deadline() - System.nanoTime() <= 0;
    }

    StalledException exception() {
        return new StalledException(
                halfClosed
                        ? "half-closed, and nothing moved for " + Timeouts.text(timeouts.halfClosed())
                        : "idle: nothing moved for " + Timeouts.text(timeouts.idle()));
    }
}

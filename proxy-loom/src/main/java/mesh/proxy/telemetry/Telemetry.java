package mesh.proxy.telemetry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Carries events from the carriers' rings to the views, on a thread of its own. */
public final class Telemetry implements AutoCloseable {
    private static final int RING_EVENTS = 8192; // a quarter of a second at 4,000 connections a second and carrier
    private static final long EVERY_NANOS = 100_000_000;

    private final List<EventRing> rings = new CopyOnWriteArrayList<>();
    private final Stories stories;
    private final Metrics metrics;
    private final List<View> views;
    private final Thread courier =
            Thread.ofPlatform().name("telemetry").daemon().unstarted(this::run);
    private volatile boolean closed;

    /**
     * @param openStories stories of connections that are not finished yet, at most
     * @param proxy what the metrics ask the proxy for
     * @param log where each request and each finished story is written to
     */
    public Telemetry(int openStories, ProxyReadings proxy, AccessLog log) {
        this.metrics = new Metrics(proxy, this::lost, log::lost);
        this.stories = new Stories(openStories, log);
        this.views = new CopyOnWriteArrayList<>(List.of(metrics, stories, new AccessLines(log)));
        courier.start();
    }

    /** One more view; it sees what happens from now on. */
    public void add(View view) {
        views.add(view);
    }

    /** A ring for one more carrier. */
    public HopEvents ring() {
        var ring = new EventRing(RING_EVENTS);
        rings.add(ring);
        return ring;
    }

    /** Lets every view see what has happened until now; a reader calls this first, so that it never reads the past. */
    public synchronized void deliver() {
        for (var ring : rings) {
            for (var event : ring.drain()) {
                views.forEach(view -> view.see(event));
            }
        }
        views.forEach(View::flush);
    }

    public Stories stories() {
        return stories;
    }

    public Metrics metrics() {
        return metrics;
    }

    /** How many events no view has seen, because they came faster than they were delivered. */
    public long lost() {
        return rings.stream().mapToLong(EventRing::lost).sum();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(EVERY_NANOS);
            deliver();
        }
    }

    /** Delivers what is left and stops. */
    @Override
    public void close() {
        closed = true;
        deliver();
    }
}

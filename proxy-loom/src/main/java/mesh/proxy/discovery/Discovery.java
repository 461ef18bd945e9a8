package mesh.proxy.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import mesh.proto.v1.Node;
import mesh.proto.v1.WatchServicesResponse;
import mesh.proxy.route.Directory;
import mesh.proxy.route.UnusableException;

/**
 * Keeps the newest state of the mesh, for ever: a control plane that is away, restarts or sends what cannot be used
 * changes nothing for who is served. Connects again and again, and lets the control plane decide whether what is held
 * is old enough to be told anew.
 */
public final class Discovery implements AutoCloseable, Session.Steps {
    private final DiscoverySettings.HostPort controlPlane;
    private final Node node;
    private final Backoff backoff = new Backoff(new SplittableRandom());
    private final Thread thread = Thread.ofPlatform().name("discovery").daemon().unstarted(this::run);
    private volatile Held held = Held.NOTHING;
    private volatile boolean connected;
    private volatile long confirmedAt;
    private volatile String problem = "not connected yet";
    private final AtomicLong connects = new AtomicLong();
    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();

    private Discovery(DiscoverySettings.HostPort controlPlane, Node node) {
        this.controlPlane = controlPlane;
        this.node = node;
    }

    /** Begins to ask, on a thread of its own; never waits for an answer. */
    public static Discovery start(DiscoverySettings.HostPort controlPlane, Node node) {
        var discovery = new Discovery(controlPlane, node);
        discovery.thread.start();
        return discovery;
    }

    /** The newest state that could be used; empty before the first. */
    public Directory directory() {
        return held.directory();
    }

    public Status status() {
        var now = held;
        var age = now.version().isEmpty() && applied.get() == 0
                ? Optional.<Duration>empty()
                : Optional.of(Duration.ofNanos(System.nanoTime() - confirmedAt));
        return new Status(
                connected,
                now.version(),
                now.services().size(),
                age,
                problem,
                connects.get(),
                applied.get(),
                rejected.get());
    }

    private void run() {
        try {
            while (true) {
                connects.incrementAndGet();
                var why = Session.run(controlPlane, node, held.version(), this);
                lost(why);
                Thread.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void apply(List<WatchServicesResponse> parts) throws UnusableException {
        backoff.reset();
        held = held.after(parts);
        confirmedAt = System.nanoTime();
        problem = "";
        applied.incrementAndGet();
        if (!connected) {
            connected = true;
            System.err.printf(
                    "control plane %s: connected, version %s, %d services%n",
                    controlPlane, version(), held.services().size());
        }
    }

    @Override
    public void rejected(String why) {
        rejected.incrementAndGet();
        boolean news = !why.equals(problem);
        problem = why;
        connected = true;
        if (news) {
            System.err.printf(
                    "control plane %s: rejected its step, version %s stays: %s%n", controlPlane, version(), why);
        }
    }

    private void lost(String why) {
        boolean news = connected || problem.equals("not connected yet");
        connected = false;
        problem = why;
        if (news) {
            System.err.printf(
                    "control plane %s: away (%s); %s; asking again%n",
                    controlPlane,
                    why,
                    applied.get() == 0
                            ? "connections go where they were heading"
                            : "version " + version() + " stays in force");
        }
    }

    private String version() {
        return held.version().isEmpty() ? "(empty)" : held.version();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

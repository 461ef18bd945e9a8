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
    /** The control plane says something every 10 s; after two that are missing it is taken for dead. */
    static final Duration SILENCE = Duration.ofSeconds(25);

    private final DiscoverySettings.HostPort controlPlane;
    private final Node node;
    private final Duration silence;
    private final Backoff backoff = new Backoff(new SplittableRandom());
    private final Thread thread = Thread.ofPlatform().name("discovery").daemon().unstarted(this::run);
    private volatile Held held = Held.NOTHING;
    private volatile boolean connected;
    private volatile long confirmedAt;
    private volatile boolean reported; // that it is away, to people
    private volatile String away = "not connected yet"; // empty: it is there
    private volatile String rejection = ""; // why its newest state is not in force; empty: it is
    private final AtomicLong connects = new AtomicLong();
    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();

    private Discovery(DiscoverySettings.HostPort controlPlane, Node node, Duration silence) {
        this.controlPlane = controlPlane;
        this.node = node;
        this.silence = silence;
    }

    /** Begins to ask, on a thread of its own; never waits for an answer. */
    public static Discovery start(DiscoverySettings.HostPort controlPlane, Node node) {
        return start(controlPlane, node, SILENCE);
    }

    static Discovery start(DiscoverySettings.HostPort controlPlane, Node node, Duration silence) {
        var discovery = new Discovery(controlPlane, node, silence);
        discovery.thread.start();
        return discovery;
    }

    /** The newest state that could be used; empty before the first. */
    public Directory directory() {
        return held.directory();
    }

    public Status status() {
        var now = held;
        var age = now.version().isEmpty()
                ? Optional.<Duration>empty()
                : Optional.of(Duration.ofNanos(System.nanoTime() - confirmedAt));
        return new Status(
                connected,
                now.version(),
                now.services().size(),
                age,
                away.isEmpty() ? rejection : away,
                connects.get(),
                applied.get(),
                rejected.get());
    }

    private void run() {
        try {
            while (true) {
                connects.incrementAndGet();
                long began = System.nanoTime();
                var why = session();
                if (connected && System.nanoTime() - began > Backoff.LONGEST.toNanos()) {
                    backoff.reset(); // not sooner: one that tells us something and dies, again and again, is not well
                }
                lost(why);
                Thread.sleep(backoff.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** @return why it ended: whatever happens to one stream, there is a next */
    private String session() throws InterruptedException {
        try {
            return Session.run(controlPlane, node, held.version(), silence, this);
        } catch (RuntimeException e) {
            return "the stream broke: " + e;
        }
    }

    @Override
    public void apply(List<WatchServicesResponse> parts) throws UnusableException {
        boolean heartbeat = held.isHeartbeat(parts);
        var next = held.after(parts);
        if (!heartbeat || rejection.isEmpty()) { // else the control plane lives, but has something newer than we serve
            confirmedAt = System.nanoTime();
            rejection = "";
            held = next;
        }
        applied.incrementAndGet();
        connected();
    }

    @Override
    public void rejected(String why) {
        rejected.incrementAndGet();
        boolean news = !why.equals(rejection);
        rejection = why;
        connected();
        if (news) {
            System.err.printf(
                    "control plane %s: rejected its step, version %s stays: %s%n", controlPlane, version(), why);
        }
    }

    private void connected() {
        away = "";
        if (!connected) {
            connected = true;
            System.err.printf(
                    "control plane %s: connected, version %s, %d services%n",
                    controlPlane, version(), held.services().size());
        }
    }

    private void lost(String why) {
        boolean news = connected || !reported;
        reported = true;
        connected = false;
        away = why;
        if (news) {
            System.err.printf(
                    "control plane %s: away (%s); %s; asking again%n",
                    controlPlane,
                    why,
                    version().equals("(empty)")
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

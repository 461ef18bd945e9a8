package mesh.controlplane.stream;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import mesh.controlplane.snapshot.Snapshots;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;

/** All connected proxies. It wakes them when there is something new, and ends those that no longer answer. */
public final class Watchers implements AutoCloseable {
    private static final Duration SWEEP_EVERY = Duration.ofMillis(250);

    private static final Status STOPPING =
            Status.UNAVAILABLE.withDescription("the control plane is stopping; try again");

    /** A proxy that has something must not be told that there is nothing. */
    static final Status NOT_READY = Status.UNAVAILABLE.withDescription(
            "the control plane has not read everything yet; keep what you have, and try again");

    /**
     * When watchers are asked and given up.
     *
     * @param heartbeat without a step for so long, one that changes nothing is sent
     * @param answer how long a proxy may take to answer a step, or to say hello
     */
    public record Patience(Duration heartbeat, Duration answer) {}

    private final Snapshots snapshots;
    private final Patience patience;
    private final int limit;
    private final InstantSource clock;
    private final Semaphore free;
    private final Set<Watcher> connected = ConcurrentHashMap.newKeySet();
    private final LongAdder refused = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder steps = new LongAdder();
    private final LongAdder rejections = new LongAdder();
    private final Thread sweeper;
    private volatile boolean closing;

    /** @param limit how many proxies may be connected at once */
    public Watchers(Snapshots snapshots, Patience patience, int limit, InstantSource clock) {
        this.snapshots = snapshots;
        this.patience = patience;
        this.limit = limit;
        this.clock = clock;
        free = new Semaphore(limit);
        snapshots.onChange(() -> connected.forEach(Watcher::wake));
        sweeper = Thread.ofPlatform().name("watchers").daemon().start(this::sweep);
    }

    /** Takes in a new stream. @return who gets the proxy's messages; called by the stream's own thread */
    StreamObserver<WatchServicesRequest> watch(StreamObserver<WatchServicesResponse> response) {
        var refusal = refusal();
        if (refusal.isPresent()) {
            refused.increment();
            response.onError(refusal.get().asRuntimeException());
            return new Deaf();
        }
        var watcher = new Watcher(this, snapshots, patience, clock, response);
        connected.add(watcher);
        watcher.start();
        return watcher.requests();
    }

    /** Empty: there is a place for it now, and it has it. */
    private Optional<Status> refusal() {
        if (closing) {
            return Optional.of(STOPPING);
        }
        if (!snapshots.condition().complete()) {
            return Optional.of(NOT_READY);
        }
        return free.tryAcquire()
                ? Optional.empty()
                : Optional.of(Status.RESOURCE_EXHAUSTED.withDescription(
                        "%d proxies are connected, the most that --max-proxies allows".formatted(limit)));
    }

    void left(Watcher watcher) {
        connected.remove(watcher);
        free.release();
    }

    void stepSent() {
        steps.increment();
    }

    void stepRejected() {
        rejections.increment();
    }

    private void sweep() {
        try {
            while (!closing) {
                Thread.sleep(SWEEP_EVERY);
                for (var watcher : connected) {
                    if (watcher.expire()) {
                        expired.increment();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** How each proxy that said hello stands, in the order of pods. */
    public List<ProxyState> proxies() {
        return connected.stream()
                .map(Watcher::state)
                .flatMap(Optional::stream)
                .sorted(ProxyState.ORDER)
                .toList();
    }

    /** Streams, also of those that did not say hello yet. */
    public int count() {
        return connected.size();
    }

    public long refused() {
        return refused.sum();
    }

    public long expired() {
        return expired.sum();
    }

    public long steps() {
        return steps.sum();
    }

    public long rejections() {
        return rejections.sum();
    }

    @Override
    public void close() {
        closing = true;
        sweeper.interrupt();
        connected.forEach(watcher -> watcher.end(STOPPING));
    }

    /** For a stream that was refused: what it still says is of no interest. */
    private static final class Deaf implements StreamObserver<WatchServicesRequest> {
        @Override
        public void onNext(WatchServicesRequest request) {}

        @Override
        public void onError(Throwable e) {}

        @Override
        public void onCompleted() {}
    }
}

package mesh.controlplane.stream;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mesh.controlplane.snapshot.Snapshots;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;

/**
 * One connected proxy. Its thread waits until the proxy has answered the last step and there is a newer snapshot, then
 * sends the difference to what the proxy has. So nothing queues: whoever is slow is sent fewer and larger steps, and
 * blocks nobody but this thread. What to send and what answers mean is {@link Progress}.
 */
final class Watcher {
    private final Watchers watchers;
    private final Watchers.Patience patience;
    private final InstantSource clock;
    private final StreamObserver<WatchServicesResponse> response;
    private final Thread reader = Thread.currentThread(); // the stream's, which delivers the proxy's messages
    private final Thread writer = Thread.ofVirtual().name("watcher").unstarted(this::write);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();

    // Below: guarded by lock.
    private final Progress progress;
    private Optional<Status> ended = Optional.empty();
    private long waitingSince = System.nanoTime(); // for a hello, an answer, or a part to get through
    private long sent = System.nanoTime();

    Watcher(
            Watchers watchers,
            Snapshots snapshots,
            Watchers.Patience patience,
            InstantSource clock,
            StreamObserver<WatchServicesResponse> response) {
        this.watchers = watchers;
        this.patience = patience;
        this.clock = clock;
        this.response = response;
        progress = new Progress(snapshots, clock.instant());
    }

    void start() {
        writer.start();
    }

    private void write() {
        try {
            for (var step = next(); step.isPresent(); step = next()) {
                for (var part : step.get()) {
                    response.onNext(part);
                    gotThrough();
                }
                watchers.stepSent();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // expired
        } catch (RuntimeException e) { // the transport's many ways to say that the connection broke
            end(Status.CANCELLED.withDescription("cannot write: " + e.getMessage()));
        } finally {
            watchers.left(this);
            finish();
        }
    }

    /** A part got through: who reads slowly is not dead. */
    private void gotThrough() {
        lock.lock();
        try {
            waitingSince = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to send. @return empty when the stream is over */
    private Optional<List<WatchServicesResponse>> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ended.isEmpty()) {
                var step = due();
                if (step.isPresent()) {
                    sent = System.nanoTime();
                    waitingSince = sent;
                    return step;
                }
                if (!progress.isWaiting()) {
                    news.awaitNanos(untilHeartbeat());
                } else {
                    news.await();
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<List<WatchServicesResponse>> due() {
        var step = progress.step();
        return step.isPresent() || progress.isWaiting() || untilHeartbeat() > 0
                ? step
                : Optional.of(progress.heartbeat());
    }

    private long untilHeartbeat() {
        return sent + patience.heartbeat().toNanos() - System.nanoTime();
    }

    /** There may be a newer snapshot. */
    void wake() {
        lock.lock();
        try {
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream, unless it is over already; the writer tells the proxy why. */
    void end(Status status) {
        lock.lock();
        try {
            ended = Optional.of(ended.orElse(status));
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream if the proxy has been silent for too long. @return whether it did so now */
    boolean expire() {
        lock.lock();
        try {
            boolean late = progress.isWaiting()
                    && System.nanoTime() - waitingSince > patience.answer().toNanos();
            if (!late || ended.isPresent()) {
                return false;
            }
            end(Status.DEADLINE_EXCEEDED.withDescription(
                    "waited %d ms for %s".formatted(patience.answer().toMillis(), progress.awaited())));
            writer.interrupt(); // it may be stuck in a write that nobody reads
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells the proxy, if it is still there. If it is not, the server does not tell the reader that the connection is
     * gone (Helidon 4.5.0): it would wait for messages for ever.
     */
    private void finish() {
        var status = ended.orElse(Status.CANCELLED);
        boolean expired = Thread.interrupted(); // cleared: it must not break what is written now
        try {
            switch (status.getCode()) {
                case OK -> response.onCompleted();
                case CANCELLED -> reader.interrupt();
                default -> response.onError(status.asRuntimeException());
            }
        } catch (RuntimeException e) {
            System.err.printf("%s cannot be told '%s': %s%n", name(), status.getDescription(), e.getMessage());
        }
        if (expired) {
            reader.interrupt();
        }
    }

    private String name() {
        lock.lock();
        try {
            return progress.name();
        } finally {
            lock.unlock();
        }
    }

    /** Empty before the hello. */
    Optional<ProxyState> state() {
        lock.lock();
        try {
            return progress.state();
        } finally {
            lock.unlock();
        }
    }

    StreamObserver<WatchServicesRequest> requests() {
        return new StreamObserver<>() {
            @Override
            public void onNext(WatchServicesRequest request) {
                lock.lock();
                try {
                    heard(request);
                    news.signal();
                } finally {
                    lock.unlock();
                }
            }

            @Override
            public void onError(Throwable e) {
                end(Status.CANCELLED.withDescription("the proxy left: " + e.getMessage()));
            }

            @Override
            public void onCompleted() {
                end(Status.OK);
            }
        };
    }

    private void heard(WatchServicesRequest request) {
        try {
            progress.heard(request, clock.instant());
            if (request.hasRejected()) {
                watchers.stepRejected();
            }
        } catch (Progress.ProtocolException e) {
            end(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
        }
    }
}

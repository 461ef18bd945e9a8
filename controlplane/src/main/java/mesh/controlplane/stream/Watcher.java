package mesh.controlplane.stream;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mesh.controlplane.snapshot.Snapshot;
import mesh.controlplane.snapshot.Snapshots;
import mesh.controlplane.snapshot.Step;
import mesh.proto.v1.Hello;
import mesh.proto.v1.Node;
import mesh.proto.v1.Rejected;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;

/**
 * One connected proxy. Its thread waits until the proxy has answered the last step and there is a newer snapshot, then
 * sends the difference to what the proxy has. So nothing queues: whoever is slow is sent fewer and larger steps, and
 * blocks nobody but this thread.
 */
final class Watcher {
    private final Watchers watchers;
    private final Snapshots snapshots;
    private final Watchers.Patience patience;
    private final InstantSource clock;
    private final StreamObserver<WatchServicesResponse> response;
    private final Instant connected;
    private final Thread reader = Thread.currentThread(); // the stream's, which delivers the proxy's messages
    private final Thread writer = Thread.ofVirtual().name("watcher").unstarted(this::write);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();

    // Below: guarded by lock.
    private Optional<Node> node = Optional.empty();
    private Optional<Snapshot> applied = Optional.empty();
    private Optional<Instant> appliedAt = Optional.empty();
    private Optional<Snapshot> onItsWay = Optional.empty();
    private Optional<Snapshot> refused = Optional.empty();
    private Optional<Rejected> rejected = Optional.empty();
    private Optional<Status> ended = Optional.empty();
    private Instant heard;
    private long waitingSince = System.nanoTime(); // for a hello, an answer, or a part to get through
    private long sent = System.nanoTime();

    Watcher(
            Watchers watchers,
            Snapshots snapshots,
            Watchers.Patience patience,
            InstantSource clock,
            StreamObserver<WatchServicesResponse> response) {
        this.watchers = watchers;
        this.snapshots = snapshots;
        this.patience = patience;
        this.clock = clock;
        this.response = response;
        connected = clock.instant();
        heard = connected;
    }

    void start() {
        writer.start();
    }

    private void write() {
        try {
            for (var step = next(); step.isPresent(); step = next()) {
                for (var part : step.get().messages()) {
                    response.onNext(part);
                    progress();
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
    private void progress() {
        lock.lock();
        try {
            waitingSince = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to send. @return empty when the stream is over */
    private Optional<Step> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ended.isEmpty()) {
                var step = due();
                if (step.isPresent()) {
                    sent = System.nanoTime();
                    waitingSince = sent;
                    return step;
                }
                if (!isWaiting()) {
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

    private Optional<Step> due() {
        if (isWaiting()) {
            return Optional.empty();
        }
        var newest = newest();
        if (!holds(applied, newest) && !holds(refused, newest)) {
            onItsWay = Optional.of(newest);
            return Optional.of(newest.stepFrom(applied));
        }
        if (untilHeartbeat() > 0) {
            return Optional.empty();
        }
        onItsWay = Optional.of(applied.orElse(Snapshot.NOTHING));
        return onItsWay.map(Snapshot::version).map(Step::heartbeat);
    }

    private boolean isWaiting() {
        return node.isEmpty() || onItsWay.isPresent();
    }

    private Snapshot newest() {
        return snapshots.of(node.map(Node::getNamespace).orElse(""));
    }

    private static boolean holds(Optional<Snapshot> snapshot, Snapshot other) {
        return snapshot.isPresent() && snapshot.get().version().equals(other.version());
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
            boolean late = isWaiting()
                    && System.nanoTime() - waitingSince > patience.answer().toNanos();
            if (!late || ended.isPresent()) {
                return false;
            }
            var what = node.isEmpty()
                    ? "a hello"
                    : "an answer to version '" + onItsWay.orElseThrow().version() + "'";
            end(Status.DEADLINE_EXCEEDED.withDescription(
                    "waited %d ms for %s".formatted(patience.answer().toMillis(), what)));
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
        return node.map(who -> who.getNamespace() + "/" + who.getPod()).orElse("a proxy without a name");
    }

    /** Empty before the hello. */
    Optional<ProxyState> state() {
        lock.lock();
        try {
            return node.map(who -> new ProxyState(
                    who,
                    connected,
                    applied.map(Snapshot::version).orElse(""),
                    appliedAt,
                    heard,
                    newest().version(),
                    rejected));
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
        heard = clock.instant();
        switch (request.getMessageCase()) {
            case HELLO -> hello(request.getHello());
            case APPLIED -> applied(request.getApplied().getVersion());
            case REJECTED -> rejected(request.getRejected());
            case MESSAGE_NOT_SET -> protocolError("a message must be hello, applied or rejected");
        }
    }

    private void hello(Hello hello) {
        if (node.isPresent()) {
            protocolError("hello is only the first message of a stream");
            return;
        }
        node = Optional.of(hello.getNode());
        applied = snapshots.ofVersion(hello.getHeldVersion());
        appliedAt = applied.map(held -> heard);
    }

    private void applied(String version) {
        if (!answers(version)) {
            return;
        }
        if (!version.isEmpty()) { // else a heartbeat to one that has nothing
            if (!holds(applied, onItsWay.orElseThrow())) {
                appliedAt = Optional.of(heard);
                refused = Optional.empty();
                rejected = Optional.empty();
            }
            applied = onItsWay;
        }
        onItsWay = Optional.empty();
    }

    private void rejected(Rejected rejection) {
        if (!answers(rejection.getVersion())) {
            return;
        }
        refused = onItsWay;
        rejected = Optional.of(rejection);
        onItsWay = Optional.empty();
        watchers.stepRejected();
    }

    private boolean answers(String version) {
        boolean right = onItsWay.map(Snapshot::version).filter(version::equals).isPresent();
        if (!right) {
            protocolError("version '" + version + "' is not the one that was sent last");
        }
        return right;
    }

    private void protocolError(String what) {
        end(Status.INVALID_ARGUMENT.withDescription(what));
    }
}

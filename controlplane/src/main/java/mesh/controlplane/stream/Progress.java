package mesh.controlplane.stream;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mesh.controlplane.snapshot.Snapshot;
import mesh.controlplane.snapshot.Snapshots;
import mesh.controlplane.snapshot.Step;
import mesh.proto.v1.Hello;
import mesh.proto.v1.Node;
import mesh.proto.v1.Rejected;
import mesh.proto.v1.WatchServicesRequest;
import mesh.proto.v1.WatchServicesResponse;

/**
 * How far one proxy has come: what it has, what was sent and is not answered yet, what it refused. The rules of the
 * protocol and nothing else: no threads, no time. Not thread-safe.
 */
final class Progress {
    /** The proxy broke the rules; the message says which. */
    static final class ProtocolException extends Exception {
        private static final long serialVersionUID = 1;

        ProtocolException(String what) {
            super(what);
        }
    }

    private final Snapshots snapshots;
    private final Instant connected;
    private Instant heard;
    private Optional<Node> node = Optional.empty();
    private Optional<Snapshot> applied = Optional.empty();
    private Optional<Instant> appliedAt = Optional.empty();
    private Optional<Snapshot> onItsWay = Optional.empty();
    private Optional<Snapshot> refused = Optional.empty();
    private Optional<Rejected> rejected = Optional.empty();

    Progress(Snapshots snapshots, Instant connected) {
        this.snapshots = snapshots;
        this.connected = connected;
        heard = connected;
    }

    /** Whether the next word is the proxy's: its hello, or the answer to the last step. */
    boolean isWaiting() {
        return node.isEmpty() || onItsWay.isPresent();
    }

    /** For a message about a proxy that is silent. */
    String awaited() {
        return onItsWay.map(step -> "an answer to version '" + step.version() + "'")
                .orElse("a hello");
    }

    /** For a message about a proxy. */
    String name() {
        return node.map(who -> who.getNamespace() + "/" + who.getPod()).orElse("a proxy without a name");
    }

    /** The step to the newest snapshot, which is on its way from now on. Empty: it has that, refused it, or must answer. */
    Optional<List<WatchServicesResponse>> step() {
        var newest = newest();
        if (isWaiting() || holds(applied, newest) || holds(refused, newest)) {
            return Optional.empty();
        }
        onItsWay = Optional.of(newest);
        return Optional.of(snapshots.step(applied, newest));
    }

    /** A step to where it is, which is on its way from now on. */
    List<WatchServicesResponse> heartbeat() {
        var here = applied.orElse(Snapshot.NOTHING);
        onItsWay = Optional.of(here);
        return Step.heartbeat(here.version()).messages();
    }

    private Snapshot newest() {
        return snapshots.of(node.map(Node::getNamespace).orElse(""));
    }

    private static boolean holds(Optional<Snapshot> snapshot, Snapshot other) {
        return snapshot.isPresent() && snapshot.get().version().equals(other.version());
    }

    /** @throws ProtocolException when the proxy may not say that now */
    void heard(WatchServicesRequest request, Instant now) throws ProtocolException {
        heard = now;
        switch (request.getMessageCase()) {
            case HELLO -> hello(request.getHello());
            case APPLIED -> applied(request.getApplied().getVersion());
            case REJECTED -> rejected(request.getRejected());
            case MESSAGE_NOT_SET -> throw new ProtocolException("a message must be hello, applied or rejected");
        }
    }

    private void hello(Hello hello) throws ProtocolException {
        if (node.isPresent()) {
            throw new ProtocolException("hello is only the first message of a stream");
        }
        node = Optional.of(hello.getNode());
        applied = snapshots.ofVersion(hello.getHeldVersion());
        appliedAt = applied.map(held -> heard);
    }

    private void applied(String version) throws ProtocolException {
        checkAnswers(version);
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

    private void rejected(Rejected rejection) throws ProtocolException {
        checkAnswers(rejection.getVersion());
        refused = onItsWay;
        rejected = Optional.of(rejection);
        onItsWay = Optional.empty();
    }

    private void checkAnswers(String version) throws ProtocolException {
        if (onItsWay.map(Snapshot::version).filter(version::equals).isEmpty()) {
            throw new ProtocolException("version '" + version + "' is not the one that was sent last");
        }
    }

    /** Empty before the hello. */
    Optional<ProxyState> state() {
        return node.map(who -> new ProxyState(
                who,
                connected,
                applied.map(Snapshot::version).orElse(""),
                appliedAt,
                heard,
                newest().version(),
                rejected));
    }
}

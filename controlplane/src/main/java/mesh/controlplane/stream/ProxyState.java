package mesh.controlplane.stream;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import mesh.proto.v1.Node;
import mesh.proto.v1.Rejected;

/**
 * How one connected proxy stands.
 *
 * @param applied the version that it serves; empty: none yet
 * @param newest the version that it should serve
 * @param rejected what it said of the newest step that it could not use, until it applies another
 */
public record ProxyState(
        Node node,
        Instant connected,
        String applied,
        Optional<Instant> appliedAt,
        Instant heard,
        String newest,
        Optional<Rejected> rejected) {
    static final Comparator<ProxyState> ORDER = Comparator.comparing((ProxyState proxy) -> proxy.node.getNamespace())
            .thenComparing(proxy -> proxy.node.getPod())
            .thenComparing(ProxyState::connected);

    public boolean behind() {
        return !applied.equals(newest);
    }
}

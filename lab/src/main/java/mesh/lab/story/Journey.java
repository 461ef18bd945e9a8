package mesh.lab.story;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One connection of an app through the mesh: what the proxy beside the caller told, and what the one beside the callee
 * told. One of them is missing when the other end has no proxy, or has not finished its story yet.
 */
public record Journey(Optional<Told> outbound, Optional<Told> inbound) {
    @JsonIgnore
    public Told first() {
        return outbound.or(() -> inbound).orElseThrow();
    }

    /** Where its times begin. */
    @JsonIgnore
    public long startNanos() {
        return first().story().startNanos();
    }

    public Stream<Told> told() {
        return Stream.concat(outbound.stream(), inbound.stream());
    }

    /** Whether a pod had part in it. */
    public boolean concerns(String pod) {
        return told().anyMatch(told -> told.pod().equals(pod));
    }
}

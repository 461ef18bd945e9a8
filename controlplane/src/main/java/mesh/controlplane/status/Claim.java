package mesh.controlplane.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.controlplane.catalog.ObjectName;

/**
 * What an object in a cluster wants to attach to, and what its status says now.
 *
 * @param generation of the spec that all this was read from
 * @param resourceVersion tells whether somebody wrote the object since
 * @param services the references to Services, as the object spells them
 * @param backends what a route sends requests to
 * @param entries of the status, of all controllers
 * @param refused why the control plane cannot use the object
 */
public record Claim(
        Key key,
        long generation,
        String resourceVersion,
        List<Map<String, Object>> services,
        List<BackendReference> backends,
        List<Object> entries,
        Optional<String> refused) {
    /** Which object. */
    public record Key(StatusKind kind, ObjectName name) {
        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    /**
     * Of a route's rule or mirror.
     *
     * @param port 0: none is given
     */
    record BackendReference(String group, String kind, ObjectName name, int port) {
        boolean isService() {
            return kind.equals("Service") && (group.isEmpty() || group.equals("core"));
        }
    }

    public Claim {
        services = List.copyOf(services);
        backends = List.copyOf(backends);
        entries = List.copyOf(entries);
    }

    public Claim refusedFor(String reason) {
        return new Claim(key, generation, resourceVersion, services, backends, entries, Optional.of(reason));
    }
}

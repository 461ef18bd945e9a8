package mesh.controlplane.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import mesh.proto.v1.TrafficPolicy;

/**
 * A TrafficPolicy.
 *
 * @param created decides between policies for one service: the oldest wins
 * @param service whose traffic it is about, in the same namespace
 */
public record PolicyObject(ObjectName name, Instant created, ObjectName service, TrafficPolicy policy)
        implements MeshObject {
    /** GEP-713, conflict resolution: the oldest first, and of those of one second the first by name. */
    private static final Comparator<PolicyObject> PRECEDENCE =
            Comparator.comparing(PolicyObject::created).thenComparing(PolicyObject::name);

    /** The policy that counts for each service that has any, whether the service exists or not. */
    public static Map<ObjectName, PolicyObject> inForce(CatalogState state) {
        var inForce = new HashMap<ObjectName, PolicyObject>();
        state.policies().values().stream()
                .sorted(PRECEDENCE)
                .forEach(policy -> inForce.putIfAbsent(policy.service(), policy));
        return inForce;
    }

    @Override
    public String kind() {
        return "TrafficPolicy";
    }
}

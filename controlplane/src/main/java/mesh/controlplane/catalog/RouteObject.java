package mesh.controlplane.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import mesh.proto.v1.HttpRule;

/**
 * An HTTPRoute whose parents are Services.
 *
 * @param created decides between routes of equal precedence: the oldest wins
 * @param rules backends have their namespaces filled in; whether they exist is not yet known
 */
public record RouteObject(ObjectName name, Instant created, List<Parent> parents, List<HttpRule> rules)
        implements MeshObject {
    /** @param ports of the service that the route is for; empty: all */
    public record Parent(ObjectName service, Set<Integer> ports) {
        public Parent {
            ports = Set.copyOf(ports);
        }
    }

    public RouteObject {
        parents = List.copyOf(parents);
        rules = List.copyOf(rules);
    }

    @Override
    public String kind() {
        return "HTTPRoute";
    }
}

package mesh.controlplane.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All objects at one moment.
 *
 * @param problems what was refused and why; the rest of the state is what was last right
 */
public record CatalogState(
        Map<ObjectName, ServiceObject> services,
        Map<ObjectName, SliceObject> slices,
        Map<ObjectName, PodObject> pods,
        Map<ObjectName, RouteObject> routes,
        Map<ObjectName, PolicyObject> policies,
        List<Problem> problems) {
    public static final CatalogState EMPTY = of(List.of(), List.of());

    public CatalogState {
        services = Map.copyOf(services);
        slices = Map.copyOf(slices);
        pods = Map.copyOf(pods);
        routes = Map.copyOf(routes);
        policies = Map.copyOf(policies);
        problems = List.copyOf(problems);
    }

    /** How many objects there are. */
    public int size() {
        return services.size() + slices.size() + pods.size() + routes.size() + policies.size();
    }

    public static CatalogState of(Collection<? extends MeshObject> objects, List<Problem> problems) {
        var services = new HashMap<ObjectName, ServiceObject>();
        var slices = new HashMap<ObjectName, SliceObject>();
        var pods = new HashMap<ObjectName, PodObject>();
        var routes = new HashMap<ObjectName, RouteObject>();
        var policies = new HashMap<ObjectName, PolicyObject>();
        for (var object : objects) {
            switch (object) {
                case ServiceObject service -> services.put(service.name(), service);
                case SliceObject slice -> slices.put(slice.name(), slice);
                case PodObject pod -> pods.put(pod.name(), pod);
                case RouteObject route -> routes.put(route.name(), route);
                case PolicyObject policy -> policies.put(policy.name(), policy);
            }
        }
        return new CatalogState(services, slices, pods, routes, policies, problems);
    }
}

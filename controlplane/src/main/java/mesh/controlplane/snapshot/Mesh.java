package mesh.controlplane.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.PodObject;
import mesh.controlplane.catalog.PolicyObject;
import mesh.controlplane.catalog.Problem;
import mesh.controlplane.catalog.RouteObject;
import mesh.controlplane.catalog.ServiceObject;
import mesh.controlplane.catalog.SliceObject;
import mesh.proto.v1.Service;

/**
 * The catalog joined: each service with its endpoints, routes and policy. Made once a change, for all proxies. What
 * depends on who asks is in {@link #seenFrom}: which services, and consumer routes.
 *
 * <p>A route in its service's namespace is a producer route and counts for everybody. One in another namespace is a
 * consumer route: it counts for requests from that namespace only, and there instead of the producer's.
 */
final class Mesh {
    static final Mesh EMPTY = new Mesh(CatalogState.EMPTY, Map.of(), Map.of(), List.of());

    private final CatalogState state;
    private final Map<ObjectName, Service> services; // with producer routes
    private final Map<ObjectName, List<RouteObject>> consumerRoutes; // by service
    private final List<Problem> problems;

    private Mesh(
            CatalogState state,
            Map<ObjectName, Service> services,
            Map<ObjectName, List<RouteObject>> consumerRoutes,
            List<Problem> problems) {
        this.state = state;
        this.services = services;
        this.consumerRoutes = consumerRoutes;
        this.problems = problems;
    }

    /** @param before a service that is as it was there stays the same object */
    static Mesh of(CatalogState state, Mesh before, Instant now) {
        var problems = new ArrayList<Problem>();
        var slices = state.slices().values().stream().collect(Collectors.groupingBy(SliceObject::service));
        var policies = policies(state, problems);
        var producer = new HashMap<ObjectName, List<RouteObject>>();
        var consumer = new HashMap<ObjectName, List<RouteObject>>();
        sortRoutes(state, problems, producer, consumer);
        var services = new HashMap<ObjectName, Service>();
        for (var service : state.services().values()) {
            var name = service.name();
            var old = Optional.ofNullable(before.services.get(name));
            var message = message(service, slices.getOrDefault(name, List.of()), state.pods(), old, now)
                    .addAllRoutes(RouteOrder.of(name, producer.getOrDefault(name, List.of())));
            Optional.ofNullable(policies.get(name)).map(PolicyObject::policy).ifPresent(message::setPolicy);
            var built = message.build();
            services.put(name, old.filter(built::equals).orElse(built));
        }
        return new Mesh(state, services, consumer, problems);
    }

    private static Service.Builder message(
            ServiceObject service,
            Collection<SliceObject> slices,
            Map<ObjectName, PodObject> pods,
            Optional<Service> old,
            Instant now) {
        return Service.newBuilder()
                .setName(Snapshot.message(service.name()))
                .addAllAddresses(service.addresses())
                .setHeadless(service.headless())
                .addAllPorts(service.ports())
                .addAllEndpoints(Endpoints.of(service, slices, pods, old, now));
    }

    private static Map<ObjectName, PolicyObject> policies(CatalogState state, List<Problem> problems) {
        var inForce = PolicyObject.inForce(state);
        for (var policy : new TreeMap<>(state.policies()).values()) {
            var place = "TrafficPolicy " + policy.name();
            var winner = inForce.get(policy.service());
            if (!state.services().containsKey(policy.service())) {
                problems.add(new Problem(place, 0, "there is no Service " + policy.service()));
            } else if (!winner.equals(policy)) {
                problems.add(new Problem(
                        place,
                        0,
                        "TrafficPolicy %s is for Service %s too and is older; that one counts"
                                .formatted(winner.name(), policy.service())));
            }
        }
        return inForce;
    }

    private static void sortRoutes(
            CatalogState state,
            List<Problem> problems,
            Map<ObjectName, List<RouteObject>> producer,
            Map<ObjectName, List<RouteObject>> consumer) {
        var backends = new Backends(state, problems::add);
        for (var unresolved : new TreeMap<>(state.routes()).values()) {
            var route = backends.resolved(unresolved);
            for (var parent : route.parents()) {
                if (!state.services().containsKey(parent.service())) {
                    problems.add(new Problem(
                            "HTTPRoute " + route.name(), 0, "there is no Service " + parent.service() + " to route"));
                }
                boolean own = parent.service().namespace().equals(route.name().namespace());
                (own ? producer : consumer)
                        .computeIfAbsent(parent.service(), absent -> new ArrayList<>())
                        .add(route);
            }
        }
    }

    /** What refers to something that is not there. */
    List<Problem> problems() {
        return problems;
    }

    /** Namespaces that see something that others do not. All others see the same. */
    Set<String> special() {
        var special = new HashSet<String>();
        consumerRoutes
                .values()
                .forEach(routes ->
                        routes.forEach(route -> special.add(route.name().namespace())));
        for (var service : state.services().values()) {
            service.visibleTo().ifPresent(namespaces -> {
                special.addAll(namespaces);
                special.add(service.name().namespace());
            });
        }
        return special;
    }

    /** @param before a service that is as it was there stays the same object */
    SortedMap<ObjectName, Service> seenFrom(String namespace, Map<ObjectName, Service> before) {
        var seen = new TreeMap<ObjectName, Service>();
        for (var service : services.entrySet()) {
            if (state.services().get(service.getKey()).isVisibleTo(namespace)) {
                var built = withRoutesOf(namespace, service.getKey(), service.getValue());
                seen.put(
                        service.getKey(),
                        Optional.ofNullable(before.get(service.getKey()))
                                .filter(built::equals)
                                .orElse(built));
            }
        }
        return seen;
    }

    private Service withRoutesOf(String namespace, ObjectName name, Service service) {
        var routes = consumerRoutes.getOrDefault(name, List.of()).stream()
                .filter(route -> route.name().namespace().equals(namespace))
                .toList();
        return routes.isEmpty()
                ? service
                : service.toBuilder()
                        .clearRoutes()
                        .addAllRoutes(RouteOrder.of(name, routes))
                        .build();
    }
}

package mesh.proxy.route;

import com.google.protobuf.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.proto.v1.Backend;
import mesh.proto.v1.HttpFilter;
import mesh.proto.v1.HttpMatch;
import mesh.proto.v1.HttpRoute;
import mesh.proto.v1.HttpRule;
import mesh.proto.v1.Service;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.ServiceName;

/** Turns the routes of a service into rules, with everything decided that can be before a request comes. */
final class RuleReader {
    private final Map<Cluster.Key, Cluster> clusters;

    RuleReader(Map<Cluster.Key, Cluster> clusters) {
        this.clusters = clusters;
    }

    /**
     * The rules of one port, in order of precedence; null when no route is attached to it.
     *
     * @throws IllegalArgumentException saying what cannot be used
     */
    List<Rule> rules(Service service, int port) {
        var routes = service.getRoutesList().stream()
                .filter(route ->
                        route.getPortsList().isEmpty() || route.getPortsList().contains(port))
                .toList();
        if (routes.isEmpty()) {
            return null;
        }
        var rules = new ArrayList<Rule>();
        for (var route : routes) {
            for (var rule : route.getRulesList()) {
                var matches = rule.getMatchesList().isEmpty()
                        ? List.of(HttpMatch.getDefaultInstance())
                        : rule.getMatchesList();
                matches.forEach(match -> rules.add(rule(route, rule, match)));
            }
        }
        return List.copyOf(rules);
    }

    private Rule rule(HttpRoute route, HttpRule rule, HttpMatch match) {
        var matching = RequestMatch.of(match);
        var prefix = match.getPath().getPrefix();
        for (var filter : rule.getFiltersList()) {
            if (filter.hasRedirect()) {
                return Rule.redirect(matching, Redirection.of(filter.getRedirect(), prefix));
            }
        }
        var name = route.getNamespace() + "/" + route.getName();
        return Rule.to(
                matching,
                rule.getBackendsList().stream()
                        .map(backend -> new Rule.Weighted(backend.getWeight(), decision(name, rule, backend, prefix)))
                        .toList());
    }

    private Decision decision(String route, HttpRule rule, Backend backend, String prefix) {
        var cluster = cluster(backend);
        if (cluster == null) {
            var why = backend.getUnresolved().isEmpty() ? "the mesh does not know it" : backend.getUnresolved();
            return new Decision.Answer(
                    500,
                    "the route's backend %s/%s:%d does not exist: %s"
                            .formatted(backend.getNamespace(), backend.getService(), backend.getPort(), why));
        }
        var filters = new ArrayList<HttpFilter>(rule.getFiltersList());
        filters.addAll(backend.getFiltersList());
        return new Decision.Forward(
                cluster,
                route,
                FilterSet.of(filters, prefix),
                mirrors(filters),
                rule.hasRequestTimeout() ? duration(rule.getRequestTimeout()) : null,
                rule.hasBackendRequestTimeout() ? duration(rule.getBackendRequestTimeout()) : null);
    }

    private Cluster cluster(Backend backend) {
        var service = new ServiceName(backend.getNamespace(), backend.getService());
        return backend.getUnresolved().isEmpty() ? clusters.get(new Cluster.Key(service, backend.getPort())) : null;
    }

    private List<Mirrored> mirrors(List<HttpFilter> filters) {
        return filters.stream()
                .filter(HttpFilter::hasMirror)
                .map(HttpFilter::getMirror)
                .filter(mirror -> cluster(mirror.getBackend()) != null)
                .map(mirror -> new Mirrored(cluster(mirror.getBackend()), mirror.getFraction()))
                .toList();
    }

    static java.time.Duration duration(Duration duration) {
        return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }
}

package mesh.controlplane.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.RouteObject;
import mesh.proto.v1.HttpMatch;
import mesh.proto.v1.HttpRoute;
import mesh.proto.v1.HttpRule;
import mesh.proto.v1.PathMatch;

/**
 * Puts the rules of all routes of one service in the order in which they are tried: the most specific match first, and
 * of equal ones that of the older route. So a proxy only takes the first that matches.
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule">HTTPRouteRule: precedence of matches</a>
 */
final class RouteOrder {
    /** One way to match one rule. */
    private record Way(RouteObject route, List<Integer> ports, int rule, HttpMatch match) {
        HttpRule rules() {
            return route.rules().get(rule);
        }
    }

    private static final HttpMatch EVERYTHING = HttpMatch.newBuilder()
            .setPath(PathMatch.newBuilder().setPrefix("/"))
            .build();

    private static final Comparator<Way> ORDER = Comparator.comparing(Way::match, bySpecificity())
            .thenComparing(way -> way.route().created())
            .thenComparing(way -> way.route().name()); // within a route List.sort keeps the order of the rules

    private RouteOrder() {}

    static List<HttpRoute> of(ObjectName service, List<RouteObject> routes) {
        var ways = new ArrayList<Way>();
        for (var route : routes) {
            addWays(service, route, ways);
        }
        ways.sort(ORDER);
        return joined(ways);
    }

    private static Comparator<HttpMatch> bySpecificity() {
        Comparator<HttpMatch> kind =
                Comparator.comparingInt(match -> switch (match.getPath().getKindCase()) {
                    case EXACT -> 0;
                    case REGEX -> 1; // where it stands is left to implementations
                    case PREFIX, KIND_NOT_SET -> 2;
                });
        Comparator<HttpMatch> length =
                Comparator.comparingInt(match -> -match.getPath().getPrefix().length());
        Comparator<HttpMatch> method =
                Comparator.comparingInt(match -> match.getMethod().isEmpty() ? 1 : 0);
        Comparator<HttpMatch> headers = Comparator.comparingInt(match -> -match.getHeadersCount());
        Comparator<HttpMatch> params = Comparator.comparingInt(match -> -match.getQueryParamsCount());
        return kind.thenComparing(length)
                .thenComparing(method)
                .thenComparing(headers)
                .thenComparing(params);
    }

    private static void addWays(ObjectName service, RouteObject route, List<Way> ways) {
        for (var parent : route.parents()) {
            if (parent.service().equals(service)) {
                var ports = parent.ports().stream().sorted().toList();
                for (int i = 0; i < route.rules().size(); i++) {
                    var matches = route.rules().get(i).getMatchesList();
                    for (var match : matches.isEmpty() ? List.of(EVERYTHING) : matches) {
                        ways.add(new Way(route, ports, i, match));
                    }
                }
            }
        }
    }

    /** Neighbours of one route become one message again, and neighbours of one rule one rule. */
    private static List<HttpRoute> joined(List<Way> ways) {
        var routes = new ArrayList<HttpRoute.Builder>();
        Way last = null;
        for (var way : ways) {
            if (last == null || !last.route().equals(way.route())) {
                routes.add(HttpRoute.newBuilder()
                        .setNamespace(way.route().name().namespace())
                        .setName(way.route().name().name())
                        .addAllPorts(way.ports()));
                last = null;
            }
            var route = routes.getLast();
            if (last == null || last.rule() != way.rule()) {
                route.addRules(way.rules().toBuilder().clearMatches());
            }
            route.getRulesBuilder(route.getRulesCount() - 1).addMatches(way.match());
            last = way;
        }
        return routes.stream().map(HttpRoute.Builder::build).toList();
    }
}

package mesh.controlplane.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.RouteObject;
import mesh.proto.v1.Backend;
import mesh.proto.v1.HttpMatch;
import mesh.proto.v1.HttpRule;
import mesh.proto.v1.NamedMatch;
import mesh.proto.v1.PathMatch;
import org.junit.jupiter.api.Test;

class RouteOrderTest {
    private static final ObjectName SERVICE = new ObjectName("shop", "app-b");
    private static final Instant LONG_AGO = Instant.EPOCH;

    @Test
    void exactPathsComeFirstThenLongerPrefixesThenMethodsAndHeaders() {
        var route = route(
                "r",
                LONG_AGO,
                rule("any", match("/").build()),
                rule(
                        "header",
                        match("/")
                                .addHeaders(NamedMatch.newBuilder().setName("x").setExact("1"))
                                .build()),
                rule("method", match("/").setMethod("GET").build()),
                rule("longer", match("/api").build()),
                rule(
                        "exact",
                        HttpMatch.newBuilder()
                                .setPath(PathMatch.newBuilder().setExact("/"))
                                .build()));
        assertEquals(List.of("exact", "longer", "method", "header", "any"), order(route));
    }

    @Test
    void ofEqualMatchesTheOlderRouteWinsAndThenTheNameAndThenTheFirstRule() {
        var young =
                route("a", Instant.ofEpochSecond(9), rule("young", match("/").build()));
        var second = route("c", LONG_AGO, rule("second", match("/").build()));
        var first = route(
                "b",
                LONG_AGO,
                rule("first", match("/").build()),
                rule("next", match("/").build()));
        assertEquals(List.of("first", "next", "second", "young"), order(young, second, first));
    }

    @Test
    void aRuleWithTwoMatchesIsTriedWhereEachOfThemBelongs() {
        var route = route(
                "r",
                LONG_AGO,
                rule("both", match("/long/path").build(), match("/").build()),
                rule("between", match("/long").build()));
        assertEquals(List.of("both", "between", "both"), order(route));
    }

    @Test
    void aRouteForAnotherServiceIsNotTaken() {
        var parent = new RouteObject.Parent(new ObjectName("shop", "other"), Set.of());
        var route = new RouteObject(new ObjectName("shop", "r"), LONG_AGO, List.of(parent), List.of(rule("x")));
        assertEquals(List.of(), order(route));
    }

    private static List<String> order(RouteObject... routes) {
        return RouteOrder.of(SERVICE, List.of(routes)).stream()
                .flatMap(route -> route.getRulesList().stream())
                .map(rule -> rule.getBackends(0).getService())
                .toList();
    }

    private static HttpMatch.Builder match(String prefix) {
        return HttpMatch.newBuilder().setPath(PathMatch.newBuilder().setPrefix(prefix));
    }

    /** @param backend tells which rule it is */
    private static HttpRule rule(String backend, HttpMatch... matches) {
        return HttpRule.newBuilder()
                .addAllMatches(List.of(matches))
                .addBackends(Backend.newBuilder().setService(backend))
                .build();
    }

    private static RouteObject route(String name, Instant created, HttpRule... rules) {
        var parent = new RouteObject.Parent(SERVICE, Set.of());
        return new RouteObject(new ObjectName("shop", name), created, List.of(parent), List.of(rules));
    }
}

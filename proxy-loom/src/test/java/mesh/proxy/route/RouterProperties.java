package mesh.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import mesh.proto.v1.Backend;
import mesh.proto.v1.Endpoint;
import mesh.proto.v1.HttpMatch;
import mesh.proto.v1.HttpRoute;
import mesh.proto.v1.HttpRule;
import mesh.proto.v1.PathMatch;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServiceName;
import mesh.proxy.http1.Limits;
import mesh.proxy.http1.Parsed;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.RequestParser;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The router against a reader of the Gateway API who knows only strings. */
class RouterProperties {
    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("", "a", "ab", "b").list().ofMaxSize(3).map(it -> "/" + String.join("/", it));
    }

    @Property(tries = 1000)
    void theFirstRuleWhosePathMatchesDecides(
            @ForAll @Size(min = 1, max = 4) List<@net.jqwik.api.From("paths") String> rules,
            @ForAll boolean exact,
            @ForAll @net.jqwik.api.From("paths") String path)
            throws UnusableException {
        var route = HttpRoute.newBuilder().setNamespace("default").setName("r");
        for (int i = 0; i < rules.size(); i++) {
            route.addRules(rule(rules.get(i), exact, i));
        }
        var decision = decide(route.build(), path, new SplittableRandom());
        int expected = -1;
        for (int i = rules.size() - 1; i >= 0; i--) {
            expected = matches(rules.get(i), exact, path) ? i : expected;
        }
        assertEquals(expected < 0 ? 404 : 500, ((Decision.Answer) decision).status());
        if (expected >= 0) {
            assertEquals(true, ((Decision.Answer) decision).why().contains("missing-" + expected + ":"));
        }
    }

    /** Element by element, as the specification words it. */
    private static boolean matches(String rule, boolean exact, String path) {
        if (exact) {
            return path.equals(rule);
        }
        var wanted = elements(rule.replaceFirst("/$", ""));
        var there = elements(path);
        return there.size() >= wanted.size() && there.subList(0, wanted.size()).equals(wanted);
    }

    private static List<String> elements(String path) {
        return path.isEmpty() ? List.of() : Arrays.asList(path.substring(1).split("/", -1));
    }

    @Example
    void anAbsoluteTargetWithoutAPathIsForTheRoot() throws UnusableException {
        for (boolean exact : List.of(true, false)) {
            var route = HttpRoute.newBuilder()
                    .setNamespace("default")
                    .setName("r")
                    .addRules(rule("/", exact, 0))
                    .build();
            for (var target : List.of("http://x", "http://x?a=b", "http://x/", "/")) {
                assertEquals(500, ((Decision.Answer) decide(route, target, new SplittableRandom())).status(), target);
            }
            var others = exact ? 404 : 500;
            assertEquals(others, ((Decision.Answer) decide(route, "http://x/x", new SplittableRandom())).status());
        }
    }

    private static HttpRule rule(String path, boolean exact, int n) {
        var match = exact
                ? PathMatch.newBuilder().setExact(path)
                : PathMatch.newBuilder().setPrefix(path);
        return HttpRule.newBuilder()
                .addMatches(HttpMatch.newBuilder().setPath(match))
                .addBackends(backend("missing-" + n, 1).toBuilder().setUnresolved("it is a test"))
                .build();
    }

    @Property(tries = 20)
    void weightsAreKept(@ForAll @IntRange(min = 0, max = 100) int weight) throws UnusableException {
        var route = HttpRoute.newBuilder()
                .setNamespace("default")
                .setName("r")
                .addRules(HttpRule.newBuilder()
                        .addBackends(backend("app-b", 100 - weight))
                        .addBackends(backend("missing", weight).toBuilder().setUnresolved("it is a test")))
                .build();
        var random = new SplittableRandom(weight);
        int drawn = 0;
        for (int i = 0; i < 2000; i++) {
            drawn += decide(route, "/", random) instanceof Decision.Answer ? 1 : 0;
        }
        assertEquals(weight / 100.0, drawn / 2000.0, 0.05);
    }

    private static Backend backend(String service, int weight) {
        return Backend.newBuilder()
                .setNamespace("default")
                .setService(service)
                .setPort(80)
                .setWeight(weight)
                .build();
    }

    private static Decision decide(HttpRoute route, String path, SplittableRandom random) throws UnusableException {
        var service = Service.newBuilder()
                .setName(ServiceName.newBuilder().setNamespace("default").setName("app-b"))
                .addAddresses("10.96.0.1")
                .addPorts(mesh.proto.v1.ServicePort.newBuilder().setNumber(80))
                .addEndpoints(Endpoint.newBuilder().setAddress("10.77.0.3").putPorts(80, 8080))
                .addRoutes(route)
                .build();
        var directory = Directory.of("1", List.of(service), Directory.EMPTY);
        return directory
                .at(new java.net.InetSocketAddress("10.96.0.1", 80))
                .service()
                .decide(head(path), random);
    }

    private static RequestHead head(String path) {
        var bytes =
                ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return switch (new RequestParser(Limits.DEFAULT).parse(bytes)) {
            case Parsed.Complete(var complete) -> complete;
            case Parsed.NeedsMore() -> throw new AssertionError("not complete");
            case Parsed.Refused(var refusal) -> throw new AssertionError(refusal.text());
        };
    }
}

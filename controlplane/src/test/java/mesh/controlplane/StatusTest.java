package mesh.controlplane;

import static mesh.controlplane.Cluster.POLICIES;
import static mesh.controlplane.Cluster.ROUTES;
import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import mesh.controlplane.stream.Watchers.Patience;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What routes and policies are told in their status, by a control plane that may do what its role allows. */
class StatusTest {
    private static final String OURS = "diymesh.dev/controlplane";
    private static final List<String> GOOD = List.of("Accepted True Accepted", "ResolvedRefs True ResolvedRefs");
    private static final String SERVICES =
            Folder.service("app-b", "10.96.1.1") + "---\n" + Folder.service("app-b2", "10.96.1.2");
    private static final PatchContext MERGE =
            new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

    private static Cluster cluster;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private Server server;

    @BeforeAll
    @Timeout(value = 25, unit = TimeUnit.MINUTES) // on a new machine its programs are built first
    static void startApiServer() throws Exception {
        cluster = Cluster.start(26_743);
    }

    @AfterAll
    static void stopApiServer() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void clean() throws Exception {
        for (var each : opened.reversed()) {
            each.close();
        }
        cluster.clean();
    }

    @Test
    void eachConditionOfARouteAppearsAndGoes() throws Exception {
        cluster.apply(SERVICES + Folder.canary(10));
        start();
        await(ROUTES, "canary", GOOD);
        var accepted = condition(ROUTES, "canary", "Accepted");
        assertEquals(1L, ((Number) accepted.get("observedGeneration")).longValue());
        assertEquals("requests to Service shop/app-b are routed by it", accepted.get("message"));

        cluster.delete(Folder.service("app-b2", "10.96.1.2"));
        await(ROUTES, "canary", List.of("Accepted True Accepted", "ResolvedRefs False BackendNotFound"));
        assertEquals("there is no Service shop/app-b2", message("canary", "ResolvedRefs"));
        assertEquals(
                accepted.get("lastTransitionTime"),
                condition(ROUTES, "canary", "Accepted").get("lastTransitionTime"));

        cluster.apply(SERVICES + Folder.canary(10).replace("app-b2, port: 80", "app-b2, port: 81"));
        eventually(
                "the port is missed",
                () -> message("canary", "ResolvedRefs").equals("Service shop/app-b2 has no TCP port 81"));
        cluster.apply(Folder.canary(10).replace("weight: 10", "weight: -10"));
        await(ROUTES, "canary", List.of("Accepted False UnsupportedValue", "ResolvedRefs True ResolvedRefs"));
        assertTrue(message("canary", "Accepted").startsWith("spec.rules[0].backendRefs[1].weight '-10' is no number"));
        cluster.apply(Folder.canary(10).replace("{name: app-b2", "{kind: Bucket, group: s3, name: app-b2"));
        await(ROUTES, "canary", List.of("Accepted False UnsupportedValue", "ResolvedRefs False InvalidKind"));
        cluster.apply(Folder.canary(10));
        await(ROUTES, "canary", GOOD);
        eventually(
                "its generation follows",
                () -> ((Number) condition(ROUTES, "canary", "Accepted").get("observedGeneration")).longValue(),
                generation -> cluster.get(ROUTES, "canary")
                        .getMetadata()
                        .getGeneration()
                        .equals(generation));

        cluster.delete(Folder.service("app-b", "10.96.1.1"));
        await(ROUTES, "canary", List.of("Accepted False NoMatchingParent", "ResolvedRefs False BackendNotFound"));
    }

    @Test
    void eachParentHasItsOwnEntryAndOneThatIsGoneHasNone() throws Exception {
        cluster.apply(SERVICES);
        var two = """
                parentRefs:
                  - {group: "", kind: Service, name: app-b, port: 80}
                  - {group: "", kind: Service, name: app-b2, port: 99}
                  - {name: front}""";
        cluster.apply(Folder.canary(10).replace("parentRefs: [{group: \"\", kind: Service, name: app-b}]", two));
        start();
        eventually("both have", () -> entries(ROUTES, "canary").size() == 2);
        var first = entries(ROUTES, "canary").getFirst();
        assertEquals(Map.of("group", "", "kind", "Service", "name", "app-b", "port", 80), first.get("parentRef"));
        assertEquals("[Accepted True Accepted, ResolvedRefs True ResolvedRefs]", said(first));
        assertEquals(
                "[Accepted False NoMatchingParent, ResolvedRefs True ResolvedRefs]",
                said(entries(ROUTES, "canary").getLast()));

        cluster.apply(Folder.canary(10));
        eventually("one is gone", () -> entries(ROUTES, "canary").size() == 1);
        cluster.apply(Folder.canary(10).replace("{group: \"\", kind: Service, name: app-b}", "{name: front}"));
        eventually(
                "a route for gateways only is not ours",
                () -> entries(ROUTES, "canary").isEmpty());
    }

    @Test
    void theEntryOfAnotherControllerStaysAsItIs() throws Exception {
        cluster.apply(SERVICES + Folder.canary(10));
        cluster.client()
                .genericKubernetesResources(ROUTES)
                .inNamespace("shop")
                .withName("canary")
                .subresource("status")
                .patch(MERGE, """
                        {"status": {"parents": [{"controllerName": "example.org/other", "parentRef": {"name": "front"},
                          "conditions": [{"type": "Accepted", "status": "True", "reason": "Accepted", "message": "",
                            "lastTransitionTime": "2026-01-31T12:00:00Z"}]}]}}""");
        var theirs = all(ROUTES, "canary");
        assertEquals(1, theirs.size());
        start();
        await(ROUTES, "canary", GOOD);
        assertEquals(theirs.getFirst(), all(ROUTES, "canary").getFirst());
        cluster.apply(Folder.canary(10).replace("{group: \"\", kind: Service, name: app-b}", "{name: front}"));
        eventually("only theirs is left", () -> all(ROUTES, "canary").equals(theirs));
    }

    @Test
    void whatIsRightIsNotWrittenAgainNotEvenAfterARestart() throws Exception {
        cluster.apply(SERVICES + Folder.canary(10) + "---\n" + policy("app-b", "app-b"));
        start();
        await(ROUTES, "canary", GOOD);
        await(POLICIES, "app-b", List.of("Accepted True Accepted"));
        var route = cluster.get(ROUTES, "canary").getMetadata().getResourceVersion();
        var policy = cluster.get(POLICIES, "app-b").getMetadata().getResourceVersion();
        server.close();

        start();
        cluster.apply(Folder.canary(10).replace("name: canary", "name: later"));
        await(ROUTES, "later", GOOD);
        assertEquals(1, metric("mesh_status_writes_total"), "the later one's");
        assertEquals(route, cluster.get(ROUTES, "canary").getMetadata().getResourceVersion());
        assertEquals(policy, cluster.get(POLICIES, "app-b").getMetadata().getResourceVersion());
    }

    @Test
    void aStatusThatIsWipedIsWrittenAgainAndNoneMakesANewSnapshot() throws Exception {
        cluster.apply(SERVICES + Folder.canary(10));
        start();
        await(ROUTES, "canary", GOOD);
        var version = version();
        cluster.client()
                .genericKubernetesResources(ROUTES)
                .inNamespace("shop")
                .withName("canary")
                .subresource("status")
                .patch(MERGE, "{\"status\": {\"parents\": []}}");
        eventually("it is written again", () -> metric("mesh_status_writes_total") == 2);
        await(ROUTES, "canary", GOOD);
        assertEquals(version, version());
        cluster.apply(Folder.canary(20));
        eventually("a change of the spec does", () -> !version().equals(version));
    }

    @Test
    void ofTwoPoliciesForOneServiceTheOlderCountsAndTheOtherIsToldWhich() throws Exception {
        cluster.apply(SERVICES + "---\n" + policy("z-older", "app-b"));
        var older = Instant.parse(cluster.get(POLICIES, "z-older").getMetadata().getCreationTimestamp());
        eventually("the next second", () -> Instant.now().isAfter(older.plusSeconds(1)));
        cluster.apply(policy("a-younger", "app-b") + "---\n" + policy("lost", "app-c"));
        start();
        await(POLICIES, "z-older", List.of("Accepted True Accepted"));
        await(POLICIES, "a-younger", List.of("Accepted False Conflicted"));
        await(POLICIES, "lost", List.of("Accepted False TargetNotFound"));
        assertEquals(
                "TrafficPolicy shop/z-older is for Service shop/app-b too and is older; that one counts",
                condition(POLICIES, "a-younger", "Accepted").get("message"));
        assertTrue(
                table().contains("[\"a-younger\",\"app-b\",\"RoundRobin\",\"False\",\"Conflicted\","),
                StatusTest::table);

        cluster.delete(policy("z-older", "app-b"));
        await(POLICIES, "a-younger", List.of("Accepted True Accepted"));
        cluster.apply(Folder.service("app-c", "10.96.1.3"));
        await(POLICIES, "lost", List.of("Accepted True Accepted"));
        cluster.delete(Folder.service("app-b", "10.96.1.1"));
        await(POLICIES, "a-younger", List.of("Accepted False TargetNotFound"));
    }

    @Test
    void aRoleThatForbidsItCostsTheStatusOnly() throws Exception {
        cluster.apply(SERVICES + Folder.canary(10));
        var role = cluster.client().rbac().clusterRoles().withName("mesh-controlplane");
        var whole = role.get();
        role.edit(now -> {
            now.getRules().removeIf(rule -> rule.getResources().contains("httproutes/status"));
            return now;
        });
        try {
            start();
            eventually("it is refused", () -> metric("mesh_status_failures_total") >= 2);
            assertEquals(1, metric("mesh_status_pending"));
            var proxy = new ProxyClient(server.grpcPort());
            opened.add(proxy);
            proxy.hello("app-a", "");
            while (!proxy.services().containsKey("shop/app-b")) {
                proxy.apply();
            }
        } finally {
            role.edit(now -> {
                now.setRules(whole.getRules());
                return now;
            });
        }
        await(ROUTES, "canary", GOOD);
        eventually("nothing is left to do", () -> metric("mesh_status_pending") == 0);
    }

    @Test
    void twoHundredRoutesThatChangeAtOnceAreWrittenOnceEachAndNotAllAtOnce() throws Exception {
        cluster.apply(SERVICES);
        for (int i = 0; i < 200; i++) {
            cluster.apply(Folder.canary(10).replace("name: canary", "name: canary-" + i));
        }
        start();
        eventually(
                "all are told", Duration.ofMinutes(1), () -> metric("mesh_status_writes_total"), count -> count == 200);
        long start = System.nanoTime();
        cluster.delete(Folder.service("app-b2", "10.96.1.2"));
        eventually(
                "all are told again",
                Duration.ofMinutes(1),
                () -> metric("mesh_status_writes_total"),
                count -> count == 400);
        var took = Duration.ofNanos(System.nanoTime() - start);
        System.err.printf("200 statuses in %d ms%n", took.toMillis());
        assertTrue(took.compareTo(Duration.ofMillis(199 * 50)) >= 0, "20 a second at most: " + took);
        eventually("that is all", () -> metric("mesh_status_pending") == 0);
        assertEquals(0, metric("mesh_status_failures_total"));
        for (int i = 0; i < 200; i++) {
            assertEquals(
                    List.of("Accepted True Accepted", "ResolvedRefs False BackendNotFound"),
                    told(ROUTES, "canary-" + i));
        }
    }

    // The control plane.

    private void start() throws Exception {
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var patience = new Patience(Duration.ofMinutes(10), Duration.ofMinutes(10));
        var source = new Source.Kubernetes(cluster.controlPlane());
        server = Server.start(new Settings(source, free, free, 10, patience));
        opened.add(server);
        eventually("it is ready", () -> page("/ready").startsWith("ready"));
    }

    private String page(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + server.adminPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private double metric(String name) throws Exception {
        return page("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private String version() throws Exception {
        var version = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"").matcher(page("/snapshot?namespace=shop"));
        assertTrue(version.find());
        return version.group(1);
    }

    // What objects are told.

    private static void await(ResourceDefinitionContext resource, String name, List<String> wanted) throws Exception {
        eventually(name, () -> told(resource, name), wanted::equals);
    }

    private static List<String> told(ResourceDefinitionContext resource, String name) {
        return entries(resource, name).stream()
                .flatMap(entry -> conditions(entry).stream())
                .map(StatusTest::line)
                .toList();
    }

    private static String said(Map<String, Object> entry) {
        return conditions(entry).stream().map(StatusTest::line).toList().toString();
    }

    private static String line(Map<String, Object> condition) {
        return condition.get("type") + " " + condition.get("status") + " " + condition.get("reason");
    }

    private static Map<String, Object> condition(ResourceDefinitionContext resource, String name, String type) {
        return entries(resource, name).stream()
                .flatMap(entry -> conditions(entry).stream())
                .filter(condition -> condition.get("type").equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static String message(String route, String type) {
        return condition(ROUTES, route, type).get("message").toString();
    }

    /** Ours. */
    private static List<Map<String, Object>> entries(ResourceDefinitionContext resource, String name) {
        return all(resource, name).stream()
                .filter(entry -> OURS.equals(entry.get("controllerName")))
                .toList();
    }

    private static List<Map<String, Object>> all(ResourceDefinitionContext resource, String name) {
        GenericKubernetesResource object = cluster.get(resource, name);
        List<Map<String, Object>> list = object.get("status", resource.equals(ROUTES) ? "parents" : "ancestors");
        return list == null ? List.of() : list;
    }

    @SuppressWarnings("unchecked") // the API server's JSON
    private static List<Map<String, Object>> conditions(Map<String, Object> entry) {
        return (List<Map<String, Object>>) entry.get("conditions");
    }

    /** As {@code kubectl get} gets it: the cells of printer columns. */
    private static String table() {
        var client = cluster.client();
        var request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + "apis/diymesh.dev/v1alpha1/namespaces/shop/trafficpolicies")
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .build();
        return client.getHttpClient().sendAsync(request, String.class).join().body();
    }

    private static String policy(String name, String service) {
        return """
                apiVersion: diymesh.dev/v1alpha1
                kind: TrafficPolicy
                metadata: {name: %s, namespace: shop}
                spec:
                  targetRef: {group: "", kind: Service, name: %s}
                  balancing: RoundRobin
                """.formatted(name, service);
    }
}

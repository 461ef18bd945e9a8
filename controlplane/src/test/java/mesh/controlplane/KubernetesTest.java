package mesh.controlplane;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mesh.controlplane.kubernetes.KubernetesSettings;
import mesh.controlplane.stream.Watchers.Patience;
import mesh.proto.v1.Balancing;
import mesh.proto.v1.Endpoint;
import mesh.proto.v1.Service;
import mesh.testkit.ApiServer;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole control plane on a real API server, and a proxy that is a real gRPC client. */
class KubernetesTest {
    private static final String HTTP_ROUTE_CRD = "httproutes.gateway.networking.k8s.io";
    private static final Path HTTP_ROUTE = Path.of("k8s/gateway-api/httproutes.yaml");
    private static final Path TRAFFIC_POLICY = Path.of("k8s/base/crds/trafficpolicies.yaml");
    private static final Path NAMESPACE = Path.of("k8s/base/namespace.yaml");
    private static final Path RBAC = Path.of("k8s/base/controlplane/rbac.yaml");

    private static ApiServer api;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private Server server;
    private ProxyClient proxy;

    @BeforeAll
    @Timeout(value = 25, unit = TimeUnit.MINUTES) // on a new machine its programs are built first
    static void startApiServer() throws Exception {
        api = ApiServer.start(26_443);
        applyFile(HTTP_ROUTE);
        applyFile(TRAFFIC_POLICY);
        applyFile(NAMESPACE);
        applyFile(RBAC);
        var shop = new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata();
        kubernetes().resource(shop.build()).serverSideApply();
        var account = new ServiceAccountBuilder() // without it no pod is let in
                .withNewMetadata()
                .withName("default")
                .withNamespace("shop")
                .endMetadata();
        kubernetes().resource(account.build()).serverSideApply();
        eventually("both CRDs are served", () -> isServed(ROUTES) && isServed(POLICIES));
    }

    @AfterAll
    static void stopApiServer() {
        if (api != null) {
            api.close();
        }
    }

    @AfterEach
    void clean() throws Exception {
        for (var each : opened.reversed()) {
            each.close();
        }
        kubernetes().services().inNamespace("shop").delete();
        kubernetes().discovery().v1().endpointSlices().inNamespace("shop").delete();
        kubernetes().pods().inNamespace("shop").withGracePeriod(0).delete();
        kubernetes().genericKubernetesResources(ROUTES).inNamespace("shop").delete();
        kubernetes().genericKubernetesResources(POLICIES).inNamespace("shop").delete();
    }

    @Test
    void everyKindIsServedAndEachChangeFollows() throws Exception {
        apply(Folder.service("app-b", "10.96.1.1") + Folder.slice("app-b", "10.77.0.3"));
        start();
        proxy();
        awaitService("app-b", service -> addresses(service).equals(Set.of("10.77.0.3")));

        apply(Folder.slice("app-b", "10.77.0.3", "10.77.0.4"));
        awaitService("app-b", service -> addresses(service).equals(Set.of("10.77.0.3", "10.77.0.4")));
        apply(pod("pod-10-77-0-3", "1.2"));
        awaitService(
                "app-b",
                service -> endpoint(service, "10.77.0.3").getAppVersion().equals("1.2"));
        assertEquals("app-b", endpoint(service("app-b"), "10.77.0.3").getWorkload());
        apply(Folder.canary(10));
        awaitService("app-b", service -> weights(service).equals(List.of(90, 10)));
        apply(Folder.canary(50));
        awaitService("app-b", service -> weights(service).equals(List.of(50, 50)));
        apply(policy("RoundRobin"));
        awaitService("app-b", service -> service.getPolicy().getBalancing() == Balancing.BALANCING_ROUND_ROBIN);
        apply(Folder.service("app-b", "10.96.1.1").replace("port: 80,", "port: 81,"));
        awaitService("app-b", service -> service.getPorts(0).getNumber() == 81);

        delete(policy("RoundRobin"));
        awaitService("app-b", service -> !service.hasPolicy());
        delete(Folder.canary(50));
        awaitService("app-b", service -> service.getRoutesCount() == 0);
        delete(pod("pod-10-77-0-3", "1.2"));
        awaitService(
                "app-b",
                service -> endpoint(service, "10.77.0.3").getAppVersion().isEmpty());
        delete(Folder.slice("app-b", "10.77.0.3"));
        awaitService("app-b", service -> service.getEndpointsCount() == 0);
        delete(Folder.service("app-b", "10.96.1.1"));
        awaitServices(services -> !services.containsKey("shop/app-b"));
    }

    @Test
    void aServiceHasTheEndpointsOfAllItsSlicesAndOneDeletedSliceTakesOnlyItsOwn() throws Exception {
        apply(Folder.service("app-b", "10.96.1.1"));
        for (int i = 1; i <= 3; i++) {
            apply(slice(i));
        }
        start();
        proxy();
        awaitService("app-b", service -> addresses(service).equals(Set.of("10.77.0.1", "10.77.0.2", "10.77.0.3")));
        delete(slice(2));
        awaitService("app-b", service -> addresses(service).equals(Set.of("10.77.0.1", "10.77.0.3")));
    }

    @Test
    void anExpiredWatchIsReadAgainFromTheBeginning() throws Exception {
        apply(Folder.service("gone", "10.96.1.1") + "---\n" + Folder.service("kept", "10.96.1.2"));
        var link = open(new Link(api.port()));
        start(settings(api.kubeconfig(link.port())));
        awaitReady();
        proxy();
        awaitServices(services -> services.keySet().containsAll(Set.of("shop/gone", "shop/kept")));
        var seen =
                kubernetes().services().inNamespace("shop").list().getMetadata().getResourceVersion();

        link.cut();
        delete(Folder.service("gone", "10.96.1.1"));
        apply(Folder.service("new", "10.96.1.3"));
        api.kill();
        api.start(); // it begins with what is now, and remembers no events of before
        eventually(
                "the API server no longer knows " + seen, () -> watchFrom(seen).contains("\"code\":410"));
        link.mend();
        awaitServices(services -> !services.containsKey("shop/gone") && services.containsKey("shop/new"));
        assertTrue(proxy.services().containsKey("shop/kept"));
    }

    @Test
    void whileTheApiServerIsAwayWhatIsKnownIsServedAndTheAdminPagesSaySo() throws Exception {
        apply(Folder.service("app-b", "10.96.1.1") + Folder.slice("app-b", "10.77.0.3"));
        start();
        proxy();
        awaitService("app-b", service -> service.getEndpointsCount() == 1);
        assertEquals("ready\n", page("/ready").body());

        api.kill();
        var ready = eventually(
                "it is noticed", () -> page("/ready"), page -> page.body().contains("what was read last is served"));
        assertEquals(200, ready.statusCode(), "what is known can be served");
        assertTrue(ready.body().contains("services: cannot be read, and stays as it was"), ready::body);
        assertTrue(metric("mesh_catalog_troubles") >= 1);
        proxy(); // a new one
        awaitService("app-b", service -> service.getEndpointsCount() == 1);

        api.start();
        eventually("it is noticed", () -> page("/ready").body().equals("ready\n"));
        assertEquals(0, metric("mesh_catalog_troubles"));
        apply(Folder.slice("app-b", "10.77.0.9"));
        awaitService("app-b", service -> addresses(service).equals(Set.of("10.77.0.9")));
    }

    @Test
    void beforeEverythingWasReadOnceNobodyIsToldThatThereIsNothing() throws Exception {
        apply(Folder.service("app-b", "10.96.1.1"));
        var link = open(new Link(api.port()));
        link.cut();
        start(settings(api.kubeconfig(link.port())));
        var ready = eventually(
                "it says why", () -> page("/ready"), page -> page.body().contains("cannot be read"));
        assertEquals(503, ready.statusCode());
        proxy();
        assertEquals(Status.Code.UNAVAILABLE, proxy.end().getCode());

        link.mend();
        awaitReady();
        proxy();
        awaitServices(services -> services.containsKey("shop/app-b"));
    }

    @Test
    void aCrdThatIsInstalledLaterIsPickedUp() throws Exception {
        apply(Folder.service("app-b", "10.96.1.1"));
        var crd = kubernetes().apiextensions().v1().customResourceDefinitions().withName(HTTP_ROUTE_CRD);
        crd.delete();
        eventually("it is gone", () -> !isServed(ROUTES));
        try {
            start();
            awaitReady();
            var ready = page("/ready").body();
            assertTrue(ready.startsWith("ready\nnote: " + HTTP_ROUTE_CRD + ": the cluster does not know it"), ready);
            assertEquals(0, metric("mesh_catalog_troubles"), "who wants no routes need not install it");
            assertEquals(0, metric("mesh_configuration_problems"));
            proxy();
            awaitServices(services -> services.containsKey("shop/app-b"));
        } finally {
            applyFile(HTTP_ROUTE);
        }
        eventually("it is served", () -> isServed(ROUTES));
        apply(Folder.canary(10));
        awaitService("app-b", service -> weights(service).equals(List.of(90, 10)));
        eventually("all is well", () -> page("/ready").body().equals("ready\n"));
    }

    @Test
    void theRoleThatIsInstalledIsEnoughAndWhatItLacksIsNamed() throws Exception {
        apply(Folder.service("app-b", "10.96.1.1"));
        var whole =
                kubernetes().rbac().clusterRoles().withName("mesh-controlplane").get();
        changeRole(role -> role.getRules().removeIf(rule -> rule.getResources().contains("httproutes")));
        start(settings(api.kubeconfig(token())));
        var ready = eventually(
                "it is refused", () -> page("/ready"), page -> page.body().contains("403"));
        assertEquals(503, ready.statusCode());
        assertTrue(
                ready.body()
                        .contains("ServiceAccount mesh-system/controlplane may not list " + HTTP_ROUTE_CRD
                                + " in all namespaces"),
                ready::body);
        changeRole(role -> role.setRules(whole.getRules()));
        awaitReady();
        assertEquals("ready\n", page("/ready").body());
        proxy();
        awaitServices(services -> services.containsKey("shop/app-b"));
    }

    @Test
    void aBadRouteIsRefusedWithItsFieldAndTheLastGoodStays() throws Exception {
        apply(Folder.service("app-b", "10.96.1.1") + "---\n" + Folder.service("app-b2", "10.96.1.2"));
        apply(Folder.canary(10));
        start();
        proxy();
        awaitService("app-b", service -> weights(service).equals(List.of(90, 10)));
        apply(Folder.canary(30).replace("weight: 30", "weight: -30"));
        var page = eventually(
                "it is refused",
                () -> page("/snapshot?namespace=shop").body(),
                body -> body.contains("HTTPRoute shop/canary: spec.rules[0].backendRefs[1].weight"));
        assertTrue(page.contains("'-30' is no number from 0 to 1000000"), page);
        apply(Folder.slice("app-b", "10.77.0.3"));
        awaitService("app-b", service -> service.getEndpointsCount() == 1);
        assertEquals(List.of(90, 10), weights(service("app-b")));
        apply(Folder.canary(30));
        awaitService("app-b", service -> weights(service).equals(List.of(70, 30)));
        assertFalse(page("/snapshot?namespace=shop").body().contains("HTTPRoute shop/canary"));
    }

    // What the control plane is started on, and asked.

    private static final ResourceDefinitionContext ROUTES =
            custom("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes");
    private static final ResourceDefinitionContext POLICIES =
            custom("diymesh.dev", "v1alpha1", "TrafficPolicy", "trafficpolicies");

    private static ResourceDefinitionContext custom(String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    private void start() throws Exception {
        start(settings(api.kubeconfig(api.port())));
        awaitReady();
    }

    private static KubernetesSettings settings(Path kubeconfig) {
        return new KubernetesSettings(Optional.of(kubeconfig), Optional.empty());
    }

    private void start(KubernetesSettings settings) throws IOException {
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var patience = new Patience(Duration.ofMinutes(10), Duration.ofMinutes(10));
        server = open(Server.start(new Settings(new Source.Kubernetes(settings), free, free, 10, patience)));
    }

    private <T extends AutoCloseable> T open(T thing) {
        opened.add(thing);
        return thing;
    }

    private void awaitReady() throws Exception {
        eventually("it is ready", () -> page("/ready"), page -> page.statusCode() == 200);
    }

    private HttpResponse<String> page(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + server.adminPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }

    private double metric(String name) throws Exception {
        return page("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    // What the proxy has.

    private void proxy() {
        proxy = open(new ProxyClient(server.grpcPort())).hello("app-a", "");
    }

    private void awaitServices(Predicate<Map<String, Service>> wanted) throws InterruptedException {
        while (!wanted.test(proxy.services())) {
            proxy.apply();
        }
    }

    private void awaitService(String name, Predicate<Service> wanted) throws InterruptedException {
        awaitServices(services -> services.containsKey("shop/" + name) && wanted.test(services.get("shop/" + name)));
    }

    private Service service(String name) {
        return proxy.services().get("shop/" + name);
    }

    private static Set<String> addresses(Service service) {
        return Set.copyOf(
                service.getEndpointsList().stream().map(Endpoint::getAddress).toList());
    }

    private static Endpoint endpoint(Service service, String address) {
        return service.getEndpointsList().stream()
                .filter(endpoint -> endpoint.getAddress().equals(address))
                .findFirst()
                .orElse(Endpoint.getDefaultInstance());
    }

    private static List<Integer> weights(Service service) {
        return service.getRoutesList().stream()
                .flatMap(route -> route.getRules(0).getBackendsList().stream())
                .map(backend -> backend.getWeight())
                .toList();
    }

    // What the cluster is told.

    private static KubernetesClient kubernetes() {
        return api.client();
    }

    private static void applyFile(Path file) throws IOException {
        apply(Files.readString(KubeScripts.PROJECT.resolve(file)));
    }

    private static void apply(String yaml) {
        objects(yaml).forEach(object -> kubernetes().resource(object).patch(WHOLLY));
    }

    private static final PatchContext WHOLLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("test")
            .withForce(true)
            .build();

    private static void delete(String yaml) {
        objects(yaml)
                .forEach(object ->
                        kubernetes().resource(object).withGracePeriod(0).delete());
    }

    private static List<HasMetadata> objects(String yaml) {
        return kubernetes()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    private static String slice(int number) {
        return Folder.slice("app-b", "10.77.0." + number).replace("app-b-1", "app-b-" + number);
    }

    private static String pod(String name, String version) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  namespace: shop
                  labels: {version: "%s", pod-template-hash: 5d9c}
                  ownerReferences:
                  - {apiVersion: apps/v1, kind: ReplicaSet, name: app-b-5d9c, uid: "1", controller: true}
                spec:
                  containers: [{name: app, image: app}]
                """.formatted(name, version);
    }

    private static String policy(String balancing) {
        return """
                apiVersion: diymesh.dev/v1alpha1
                kind: TrafficPolicy
                metadata: {name: app-b, namespace: shop}
                spec:
                  targetRef: {group: "", kind: Service, name: app-b}
                  balancing: %s
                  slowStart: 10s
                """.formatted(balancing);
    }

    private static boolean isServed(ResourceDefinitionContext resource) {
        try {
            return kubernetes()
                            .genericKubernetesResources(resource)
                            .inAnyNamespace()
                            .list()
                            .getItems()
                    != null;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static String watchFrom(String resourceVersion) {
        return kubernetes().raw("/api/v1/services?watch=1&timeoutSeconds=1&resourceVersion=" + resourceVersion);
    }

    private static void changeRole(Consumer<ClusterRole> change) {
        kubernetes().rbac().clusterRoles().withName("mesh-controlplane").edit(role -> {
            change.accept(role);
            return role;
        });
    }

    private static String token() {
        return kubernetes()
                .serviceAccounts()
                .inNamespace("mesh-system")
                .withName("controlplane")
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();
    }
}

package mesh.controlplane;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mesh.controlplane.stream.Watchers.Patience;
import mesh.proto.v1.DiscoveryServiceGrpc;
import mesh.proto.v1.GetServicesRequest;
import mesh.proto.v1.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole control plane on a folder, and proxies that are real gRPC clients. */
class DiscoveryTest {
    private static final Patience PATIENT = new Patience(Duration.ofMinutes(10), Duration.ofMinutes(10));

    @TempDir
    private Path path;

    private Folder folder;
    private Server server;
    private final List<ProxyClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        folder = new Folder(path);
        folder.write("app-b.yaml", Folder.service("app-b", "10.96.0.1") + Folder.slice("app-b", "10.77.0.3"));
        folder.write("app-b2.yaml", Folder.service("app-b2", "10.96.0.2") + Folder.slice("app-b2", "10.77.0.4"));
        server = start(PATIENT, 10, 0);
    }

    private Server start(Patience patience, int maxProxies, int port) throws IOException {
        return Server.start(new Settings(
                new Source.Folder(path),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                maxProxies,
                patience));
    }

    private void restart(Patience patience, int maxProxies) throws IOException {
        server.close();
        server = start(patience, maxProxies, 0);
    }

    @AfterEach
    void stop() {
        clients.forEach(ProxyClient::close);
        server.close();
    }

    private ProxyClient client() {
        return client(true);
    }

    private ProxyClient client(boolean reads) {
        var client = new ProxyClient(server.grpcPort(), reads);
        clients.add(client);
        return client;
    }

    @Test
    void aNewProxyIsSentAll() throws Exception {
        var proxy = client().hello("app-a", "");
        assertTrue(proxy.apply().getFull());
        assertEquals(Set.of("shop/app-b", "shop/app-b2"), proxy.services().keySet());
        var endpoint = proxy.services().get("shop/app-b").getEndpoints(0);
        assertEquals("10.77.0.3", endpoint.getAddress());
        assertEquals(8080, endpoint.getPortsOrThrow(80));
    }

    @Test
    void aChangeIsSentAndNothingElse() throws Exception {
        var proxy = client().hello("app-a", "");
        proxy.apply();
        folder.write("app-b2.yaml", Folder.service("app-b2", "10.96.0.2") + Folder.slice("app-b2", "10.77.0.5"));
        var step = proxy.apply();
        assertFalse(step.getFull());
        assertEquals(
                List.of("app-b2"),
                step.getServicesList().stream().map(s -> s.getName().getName()).toList());
        assertEquals("10.77.0.5", step.getServices(0).getEndpoints(0).getAddress());
        assertTrue(step.getServices(0).getEndpoints(0).hasReadySince(), "slow start needs to know since when");
    }

    @Test
    void aRemovedServiceIsRemoved() throws Exception {
        var proxy = client().hello("app-a", "");
        proxy.apply();
        folder.remove("app-b2.yaml");
        assertEquals("app-b2", proxy.apply().getRemoved(0).getName());
        assertEquals(Set.of("shop/app-b"), proxy.services().keySet());
    }

    @Test
    void aCanaryIsARouteWithWeights() throws Exception {
        var proxy = client().hello("app-a", "");
        proxy.apply();
        folder.write("route.yaml", Folder.canary(10));
        var backends = proxy.apply().getServices(0).getRoutes(0).getRules(0).getBackendsList();
        assertEquals(List.of(90, 10), backends.stream().map(b -> b.getWeight()).toList());
        folder.write("route.yaml", Folder.canary(50));
        backends = proxy.apply().getServices(0).getRoutes(0).getRules(0).getBackendsList();
        assertEquals(List.of(50, 50), backends.stream().map(b -> b.getWeight()).toList());
    }

    @Test
    void nothingIsSentBeforeTheLastStepIsAnsweredAndThenAllThatChangedAtOnce() throws Exception {
        var slow = client().hello("slow", "");
        var first = slow.next();
        var quick = client().hello("quick", "");
        quick.apply();
        for (int i = 5; i < 8; i++) {
            folder.write("app-b2.yaml", Folder.service("app-b2", "10.96.0.2") + Folder.slice("app-b2", "10.77.0." + i));
            quick.apply();
        }
        assertTrue(slow.hasNothingToRead());
        slow.applied(first.getVersion());
        var step = slow.apply();
        assertEquals("10.77.0.7", step.getServices(0).getEndpoints(0).getAddress());
        awaitProxy("slow", "/behind", "false");
    }

    @Test
    void aRejectedStepIsShownWithItsReasonAndTheNextIsMadeFromWhatTheProxyKept() throws Exception {
        var proxy = client().hello("app-a", "");
        var kept = proxy.apply().getVersion();
        folder.write("app-b2.yaml", Folder.service("app-b2", "10.96.0.2") + Folder.slice("app-b2", "10.77.0.5"));
        proxy.rejected(proxy.next().getVersion(), "a regular expression that RE2 does not know");
        var shown = awaitProxy("app-a", "/rejected/problems/0/reason", "a regular expression that RE2 does not know");
        assertEquals(kept, shown.at("/applied").asText());
        assertTrue(shown.at("/behind").asBoolean());

        folder.write("app-b.yaml", Folder.service("app-b", "10.96.0.1") + Folder.slice("app-b", "10.77.0.9"));
        assertEquals(2, proxy.apply().getServicesCount(), "what it rejected comes again, with what is new");
        awaitProxy("app-a", "/behind", "false");
        assertTrue(awaitProxy("app-a", "/behind", "false").at("/rejected").isNull());
    }

    @Test
    void aProxyThatComesBackIsSentOnlyTheDifference() throws Exception {
        var before = client().hello("app-a", "");
        var held = before.apply().getVersion();
        before.close();
        folder.write("app-b2.yaml", Folder.service("app-b2", "10.96.0.2") + Folder.slice("app-b2", "10.77.0.5"));
        eventually("the change is seen", () -> !snapshotVersion().equals(held));
        var step = client().hello("app-a", held).apply();
        assertFalse(step.getFull());
        assertEquals(1, step.getServicesCount());
    }

    @Test
    void aProxyThatComesBackAndMissedNothingIsSentNothing() throws Exception {
        var before = client().hello("app-a", "");
        var held = before.apply().getVersion();
        before.close();
        var again = client().hello("app-a", held);
        awaitProxy("app-a", "/applied", held);
        assertTrue(again.hasNothingToRead());
    }

    @Test
    void afterARestartOfTheControlPlaneAProxyIsSentAll() throws Exception {
        var before = client().hello("app-a", "");
        var held = before.apply().getVersion();
        server.close();
        assertEquals(Status.Code.UNAVAILABLE, before.end().getCode());
        server = start(PATIENT, 10, 0);
        var step = client().hello("app-a", held).apply();
        assertTrue(step.getFull());
        assertNotEquals(held, step.getVersion());
    }

    @Test
    void aProxyThatReadsNothingIsGivenUpAndHoldsNobodyBack() throws Exception {
        restart(new Patience(Duration.ofMinutes(10), Duration.ofSeconds(2)), 10);
        folder.write("many.yaml", manyServices(2000)); // more than the windows of one stream take
        eventually("all are read", () -> snapshotServices() > 2000);
        var dead = client(false).hello("dead", "");
        var quick = client().hello("quick", "");
        quick.apply();
        assertEquals(2002, quick.services().size());
        eventually("the dead one is gone and the other stays", () -> pods().equals(List.of("quick")));
        dead.startReading();
        assertNotEquals(Status.Code.OK, dead.end().getCode());
    }

    @Test
    void aProxyThatDoesNotAnswerIsGivenUp() throws Exception {
        restart(new Patience(Duration.ofMinutes(10), Duration.ofMillis(300)), 10);
        var silent = client().hello("silent", "");
        silent.next();
        assertEquals(Status.Code.DEADLINE_EXCEEDED, silent.end().getCode());
        assertEquals(List.of(), pods());
    }

    @Test
    void aStreamWithoutHelloIsGivenUp() throws Exception {
        restart(new Patience(Duration.ofMinutes(10), Duration.ofMillis(300)), 10);
        var status = client().end();
        assertEquals(Status.Code.DEADLINE_EXCEEDED, status.getCode());
        assertTrue(String.valueOf(status.getDescription()).contains("a hello"), status::toString);
    }

    @Test
    void heartbeatsKeepAQuietStreamOpen() throws Exception {
        restart(new Patience(Duration.ofMillis(200), Duration.ofMillis(2000)), 10);
        var proxy = client().hello("app-a", "");
        var version = proxy.apply().getVersion();
        for (int i = 0; i < 3; i++) {
            var heartbeat = proxy.apply();
            assertEquals(version, heartbeat.getVersion());
            assertFalse(heartbeat.getFull());
            assertEquals(0, heartbeat.getServicesCount());
        }
    }

    @Test
    void aConnectionThatBreaksIsNoticedByTheNextHeartbeat() throws Exception {
        restart(new Patience(Duration.ofMillis(200), Duration.ofSeconds(2)), 10);
        var proxy = client().hello("app-a", "");
        proxy.apply();
        awaitProxy("app-a", "/behind", "false");
        proxy.close();
        eventually("nobody is connected", () -> pods().isEmpty());
    }

    @Test
    void aProxyThatLeavesPolitelyIsAnsweredSo() throws Exception {
        var proxy = client().hello("app-a", "");
        proxy.apply();
        proxy.complete();
        assertEquals(Status.Code.OK, proxy.end().getCode());
        eventually("nobody is connected", () -> pods().isEmpty());
    }

    @Test
    void moreProxiesThanAllowedAreRefusedWithTheFlagThatSaysSo() throws Exception {
        restart(PATIENT, 1);
        client().hello("first", "").apply();
        var status = client().end();
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, status.getCode());
        assertTrue(String.valueOf(status.getDescription()).contains("--max-proxies"), status::toString);
    }

    @Test
    void anAnswerToAnotherVersionIsAnError() throws Exception {
        var proxy = client().hello("app-a", "");
        proxy.next();
        proxy.applied("no-such-version");
        assertEquals(Status.Code.INVALID_ARGUMENT, proxy.end().getCode());
    }

    @Test
    void whatOnlySomeNamespacesSeeIsSentToThoseOnly() throws Exception {
        folder.write(
                "secret.yaml",
                Folder.service("secret", "10.96.0.3")
                        .replace(
                                "namespace: shop",
                                "namespace: shop, annotations: {diy-service-mesh/visible-to: tools}"));
        eventually("it is read", () -> snapshotServices() == 3);
        var tools = client().hello(
                        Node.newBuilder().setPod("t").setNamespace("tools").build(), "");
        tools.apply();
        assertTrue(tools.services().containsKey("shop/secret"));
        var other = client().hello(
                        Node.newBuilder().setPod("o").setNamespace("other").build(), "");
        other.apply();
        assertFalse(other.services().containsKey("shop/secret"));
    }

    @Test
    void getServicesAnswersOnceWithAll() {
        var answer = DiscoveryServiceGrpc.newBlockingStub(client().channel())
                .getServices(GetServicesRequest.newBuilder()
                        .setNode(Node.newBuilder().setNamespace("shop"))
                        .build());
        assertEquals(2, answer.getServicesCount());
    }

    @Test
    void gRpcHealthSaysServing() {
        var answer = HealthGrpc.newBlockingStub(client().channel()).check(HealthCheckRequest.getDefaultInstance());
        assertEquals(ServingStatus.SERVING, answer.getStatus());
    }

    private static String manyServices(int count) {
        var yaml = new StringBuilder();
        for (int i = 0; i < count; i++) {
            yaml.append("---\n").append(Folder.service("s" + i, "10.100.%d.%d".formatted(i / 250, i % 250)));
            yaml.append(Folder.slice("s" + i, "10.1.1.1", "10.1.1.2", "10.1.1.3", "10.1.1.4", "10.1.1.5", "10.1.1.6"));
        }
        return yaml.toString();
    }

    private JsonNode awaitProxy(String pod, String pointer, String value) throws Exception {
        return eventually(
                pod + " " + pointer,
                () -> {
                    for (var proxy : page("/proxies").at("/proxies")) {
                        if (proxy.at("/pod").asText().equals(pod)) {
                            return proxy;
                        }
                    }
                    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
                },
                proxy -> proxy.at(pointer).asText().equals(value));
    }

    private List<String> pods() throws Exception {
        return page("/proxies")
                .at("/proxies")
                .valueStream()
                .map(p -> p.at("/pod").asText())
                .toList();
    }

    private String snapshotVersion() throws Exception {
        return page("/snapshot?namespace=shop").at("/version").asText();
    }

    private int snapshotServices() throws Exception {
        return page("/snapshot?namespace=shop").at("/services").size();
    }

    private JsonNode page(String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + server.adminPort() + path);
            return new JsonMapper()
                    .readTree(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body());
        }
    }
}

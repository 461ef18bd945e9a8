package mesh.controlplane.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mesh.controlplane.catalog.Catalog;
import mesh.controlplane.catalog.CatalogState;
import mesh.controlplane.catalog.Condition;
import mesh.controlplane.catalog.MeshObject;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.Problem;
import mesh.controlplane.catalog.RouteObject;
import mesh.controlplane.catalog.ServiceObject;
import mesh.controlplane.catalog.SliceObject;
import mesh.proto.v1.Backend;
import mesh.proto.v1.Endpoint;
import mesh.proto.v1.EndpointState;
import mesh.proto.v1.HttpRule;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServicePort;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private static final ObjectName APP_B = new ObjectName("shop", "app-b");

    /** A catalog that is what the test says. */
    private static final class Said implements Catalog {
        private final List<Runnable> actions = new ArrayList<>();
        private CatalogState state = CatalogState.EMPTY;

        @Override
        public CatalogState state() {
            return state;
        }

        @Override
        public Condition condition() {
            return Condition.GOOD;
        }

        @Override
        public void onChange(Runnable action) {
            actions.add(action);
        }

        @Override
        public void close() {}

        void say(MeshObject... objects) {
            state = CatalogState.of(List.of(objects), List.of());
            actions.forEach(Runnable::run);
        }
    }

    private final Said catalog = new Said();
    private final Snapshots snapshots = new Snapshots(catalog, () -> Instant.ofEpochSecond(100));

    @Test
    void aBackendThatIsNotThereKeepsItsShareAndIsReported() {
        catalog.say(service(APP_B), route("shop", "app-b", "app-b3"));
        var backends = appB("shop").getRoutes(0).getRules(0).getBackendsList();
        assertEquals("", backends.get(0).getUnresolved());
        assertEquals("there is no Service shop/app-b3", backends.get(1).getUnresolved());
        assertEquals(1, backends.get(1).getWeight());
        assertTrue(snapshots.problems().getFirst().toString().startsWith("HTTPRoute shop/r: there is no Service"));
    }

    @Test
    void aConsumersRouteCountsInItsNamespaceOnlyAndThereInsteadOfTheProducers() {
        catalog.say(service(APP_B), route("shop", "app-b"), route("tools", "app-b", "app-b"));
        assertEquals("tools", appB("tools").getRoutes(0).getNamespace());
        assertEquals(1, appB("tools").getRoutesCount());
        assertEquals("shop", appB("elsewhere").getRoutes(0).getNamespace());
    }

    @Test
    void whatDidNotChangeStaysTheSameObjectAndGivesNoNewVersion() {
        catalog.say(service(APP_B), slice("1", "10.0.0.1"));
        var before = snapshots.of("shop");
        catalog.say(service(APP_B), slice("1", "10.0.0.1"));
        assertSame(before, snapshots.of("shop"));
        catalog.say(service(APP_B), slice("1", "10.0.0.1"), service(new ObjectName("shop", "more")));
        assertNotEquals(before.version(), snapshots.of("shop").version());
        assertSame(before.services().get(APP_B), appB("shop"));
        assertSame(before, snapshots.ofVersion(before.version()).orElseThrow());
    }

    @Test
    void endpointsOfAllSlicesAreJoinedAndOneInTwoOfThemCountsOnce() {
        catalog.say(service(APP_B), slice("1", "10.0.0.1", "10.0.0.2"), slice("2", "10.0.0.2", "10.0.0.3"));
        var addresses = appB("shop").getEndpointsList().stream()
                .map(Endpoint::getAddress)
                .toList();
        assertEquals(List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"), addresses);
        catalog.say(service(APP_B), slice("2", "10.0.0.2", "10.0.0.3")); // one slice of two is deleted
        assertEquals(2, appB("shop").getEndpointsCount());
    }

    @Test
    void onlyAnEndpointThatCameLaterSaysSinceWhenItIsReady() {
        catalog.say(service(APP_B), slice("1", "10.0.0.1"));
        catalog.say(service(APP_B), slice("1", "10.0.0.1", "10.0.0.2"));
        assertFalse(appB("shop").getEndpoints(0).hasReadySince());
        assertEquals(100, appB("shop").getEndpoints(1).getReadySince().getSeconds());
    }

    @Test
    void ofManyVersionsOnlyTheLatestAreRemembered() {
        catalog.say(service(APP_B), slice("1", "10.0.0.1"));
        var old = snapshots.of("shop").version();
        for (int i = 2; i < 100; i++) {
            catalog.say(service(APP_B), slice("1", "10.0.0." + i));
        }
        assertEquals(Optional.empty(), snapshots.ofVersion(old));
        assertTrue(snapshots.ofVersion(snapshots.of("shop").version()).isPresent());
    }

    @Test
    void aProblemOfTheCatalogIsPassedOn() {
        catalog.state = CatalogState.of(List.of(), List.of(new Problem("a.yaml", 3, "wrong")));
        assertEquals("a.yaml:3: wrong", snapshots.problems().getFirst().toString());
    }

    private Service appB(String namespace) {
        return snapshots.of(namespace).services().get(APP_B);
    }

    private static ServiceObject service(ObjectName name) {
        var port = ServicePort.newBuilder().setNumber(80).setName("http").build();
        return new ServiceObject(name, List.of("10.96.0.1"), false, List.of(port), Optional.empty());
    }

    private static SliceObject slice(String name, String... addresses) {
        var endpoints = List.of(addresses).stream()
                .map(address -> Endpoint.newBuilder()
                        .setAddress(address)
                        .setState(EndpointState.ENDPOINT_STATE_SERVING)
                        .build())
                .toList();
        return new SliceObject(new ObjectName("shop", name), APP_B, Map.of("http", 8080), endpoints);
    }

    private static RouteObject route(String namespace, String... backends) {
        var rule = HttpRule.newBuilder();
        for (var backend : backends) {
            rule.addBackends(Backend.newBuilder()
                    .setNamespace("shop")
                    .setService(backend)
                    .setPort(80)
                    .setWeight(1));
        }
        var parent = new RouteObject.Parent(APP_B, Set.of());
        return new RouteObject(new ObjectName(namespace, "r"), Instant.EPOCH, List.of(parent), List.of(rule.build()));
    }
}

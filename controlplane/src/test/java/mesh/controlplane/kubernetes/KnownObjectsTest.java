package mesh.controlplane.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.catalog.Problem;
import org.junit.jupiter.api.Test;

class KnownObjectsTest {
    private static final ObjectName APP_B = new ObjectName("shop", "app-b");

    private final KnownObjects objects = new KnownObjects();

    private boolean put(Resource resource, String yaml) {
        return objects.put(resource, new KubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class));
    }

    @Test
    void aPodWhoseStatusChangesIsNoNews() {
        var pod = """
                metadata: {name: app-b, namespace: shop, labels: {version: "2"}}
                spec: {nodeName: n1}
                status: {phase: Pending}
                """;
        assertTrue(put(Resource.PODS, pod));
        assertFalse(put(Resource.PODS, pod.replace("Pending", "Running")));
        assertTrue(put(Resource.PODS, pod.replace("\"2\"", "\"3\"")));
    }

    @Test
    void whatIsRefusedLeavesTheLastGoodAndIsToldUntilItIsRightOrGone() {
        var service = """
                metadata: {name: app-b, namespace: shop}
                spec: {clusterIP: 10.96.0.9, ports: [{port: 80}]}
                """;
        put(Resource.SERVICES, service);
        assertTrue(put(Resource.SERVICES, service.replace("10.96.0.9", "ten")));
        var state = objects.read(List.of()).state();
        assertEquals(List.of("10.96.0.9"), state.services().get(APP_B).addresses());
        assertEquals("Service shop/app-b", state.problems().getFirst().place());

        var bad = new KubernetesSerialization().unmarshal(service, GenericKubernetesResource.class);
        objects.remove(Resource.SERVICES, bad.getMetadata());
        assertEquals(Map.of(), objects.read(List.of()).state().services());
        assertEquals(List.of(), objects.read(List.of()).state().problems());
    }

    @Test
    void aFieldThatIsNewInALaterVersionOfABuiltInKindIsLetPassAndOneOfARouteIsNot() {
        put(Resource.SERVICES, """
                metadata: {name: app-b, namespace: shop}
                spec: {clusterIP: 10.96.0.9, ports: [{port: 80, ofLater: {x: 1}}], newThing: true}
                """);
        assertTrue(objects.read(List.of()).state().services().containsKey(APP_B));
        put(Resource.ROUTES, """
                metadata: {name: app-b, namespace: shop}
                spec: {parentRefs: [{group: "", kind: Service, name: app-b}], newThing: true}
                """);
        assertEquals(
                "HTTPRoute shop/app-b: unknown field spec.newThing; accepted here: hostnames, parentRefs, rules",
                objects.read(List.of()).state().problems().getFirst().toString());
    }

    @Test
    void troublesComeFirst() {
        put(Resource.SERVICES, "metadata: {name: app-b, namespace: shop}");
        var trouble = new Problem("pods", 0, "cannot be read");
        assertEquals(trouble, objects.read(List.of(trouble)).state().problems().getFirst());
    }
}

package mesh.lab;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code mesh canary} edits the weights of an HTTPRoute, and nothing else. */
@OnApiServer
class CanaryRouteTest {
    private static final String NAMESPACE = "canary";

    private final TestCluster cluster;

    CanaryRouteTest(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void aRoute() throws Exception {
        cluster.namespace(NAMESPACE, Map.of());
        cluster.applyFile("k8s/gateway-api/httproutes.yaml");
        eventually("the CRD serves", this::applyRoute, applied -> applied);
    }

    private boolean applyRoute() {
        try {
            cluster.apply(ROUTE);
            return true;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    private static final String ROUTE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: for-app-b, namespace: canary, annotations: {note: stays}}
            spec:
              parentRefs: [{group: "", kind: Service, name: app-b}]
              rules:
              - matches: [{path: {type: PathPrefix, value: /}}]
                timeouts: {request: 10s}
                backendRefs:
                - {name: app-b2, port: 8080, weight: 10}
                - {name: app-b, port: 8080}
            """;

    @Test
    void onlyTheWeightsChange() throws Exception {
        var before = route().get();

        var result = cluster.mesh("canary", "app-b", "--to", "app-b2", "--weight", "30", "-n", NAMESPACE);

        // Nobody can apply it here, since there is no control plane; the message says so.
        assertEquals(1, result.code());
        assertTrue(result.out().contains("app-b 70 : app-b2 30"), result.out());
        assertTrue(result.out().contains("HTTPRoute for-app-b in namespace canary"), result.out());
        assertTrue(result.err().contains("there is no control plane in namespace mesh-system"), result.err());
        var after = route().get();
        assertEquals(30, (Integer) after.get("spec", "rules", 0, "backendRefs", 0, "weight"));
        assertEquals(70, (Integer) after.get("spec", "rules", 0, "backendRefs", 1, "weight"));
        assertEquals("10s", after.get("spec", "rules", 0, "timeouts", "request"));
        assertEquals(before.getMetadata().getAnnotations(), after.getMetadata().getAnnotations());
    }

    @Test
    void whatSomebodyElseWritesMeanwhileStays() throws Exception {
        var other = Thread.ofPlatform().start(() -> {
            for (int i = 1; i <= 40; i++) {
                patch("[{\"op\":\"add\",\"path\":\"/spec/rules/0/timeouts/request\",\"value\":\"%ds\"}]".formatted(i));
            }
        });
        for (int percent = 1; percent <= 8; percent++) {
            var result = cluster.mesh("canary", "app-b", "--to", "app-b2", "--weight", "" + percent, "-n", NAMESPACE);
            assertTrue(result.out().contains("app-b2 " + percent + ","), result::toString);
        }
        other.join();

        assertEquals("40s", route().get().get("spec", "rules", 0, "timeouts", "request"));
        assertEquals(8, (Integer) route().get().get("spec", "rules", 0, "backendRefs", 0, "weight"));
    }

    @Test
    void aRouteThatDoesMoreIsLeftAlone() throws Exception {
        patch("[{\"op\":\"replace\",\"path\":\"/spec/rules/0/matches/0/path/value\",\"value\":\"/beta\"}]");

        var result = cluster.mesh("canary", "app-b", "--to", "app-b2", "--weight", "30", "-n", NAMESPACE);

        assertEquals(1, result.code());
        assertTrue(result.err().contains("is for some requests only"), result.err());
        assertTrue(result.err().contains("kubectl edit httproute for-app-b"), result.err());
    }

    @Test
    void aServiceWithoutARouteIsTold() throws Exception {
        var result = cluster.mesh("canary", "app-c", "--to", "app-d", "--weight", "30", "-n", NAMESPACE);

        assertEquals(1, result.code());
        assertTrue(
                result.err().contains("no HTTPRoute in namespace canary has Service app-c as its parent"),
                result.err());
    }

    @Test
    void anotherCanaryThanTheRoutesIsTold() throws Exception {
        var result = cluster.mesh("canary", "app-b", "--to", "app-b3", "--weight", "30", "-n", NAMESPACE);

        assertEquals(1, result.code());
        assertTrue(result.err().contains("divides its requests with app-b2, not with app-b3"), result.err());
    }

    private void patch(String patch) {
        route().patch(PatchContext.of(PatchType.JSON), patch);
    }

    private Resource<GenericKubernetesResource> route() {
        return cluster.client()
                .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace(NAMESPACE)
                .withName("for-app-b");
    }
}

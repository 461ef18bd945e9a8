package mesh.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code mesh status} and {@code mesh rules} of pods that nobody runs: the API server has them, and no more. */
@OnApiServer
class StatusInClusterTest {
    private static final String NAMESPACE = "made-up";

    private final TestCluster cluster;

    StatusInClusterTest(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void pods() {
        cluster.namespace(NAMESPACE, Map.of());
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: app-a-1
                  namespace: made-up
                  annotations: {diy-service-mesh/injected: "7.1"}
                spec:
                  initContainers:
                  - {name: mesh-netinit, image: "registry:5000/mesh/netinit:7.1"}
                  - name: mesh-proxy
                    image: registry:5000/mesh/proxy-loom:7.1
                    restartPolicy: Always
                    env: [{name: MESH_WORKLOAD, value: app-a}]
                  containers: [{name: app, image: app}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: plain, namespace: made-up}
                spec:
                  containers: [{name: app, image: app}]
                """);
    }

    @Test
    void showsMeshedPodsAndThatThereIsNoControlPlane() throws Exception {
        var status = cluster.mesh("status", "-n", NAMESPACE);

        assertEquals(1, status.code(), status.err());
        var row = status.out().lines().filter(line -> line.contains("app-a-1")).findFirst();
        assertTrue(row.orElse("").matches("made-up +app-a +app-a-1 +7.1 +NO +0 +NO .*unknown"), status.out());
        assertTrue(status.out().contains("there is no control plane in namespace mesh-system"), status.out());
        assertFalse(status.out().contains("plain"), status.out());
    }

    @Test
    void showsAllNamespaces() throws Exception {
        assertTrue(cluster.mesh("status", "-A").out().contains("app-a-1"));
        assertTrue(cluster.mesh("status", "-n", "default").out().contains("no meshed pod in namespace default"));
    }

    @Test
    void tellsProgramsTheSame() throws Exception {
        var status = cluster.mesh("status", "-n", NAMESPACE, "--json");

        assertTrue(status.out().contains("\"workload\" : \"app-a\""), status.out());
        assertTrue(status.out().contains("\"connected\" : false"), status.out());
        assertTrue(status.out().contains("\"allWell\" : false"), status.out());
    }

    @Test
    void rulesOfAPodWithoutTheDebugContainerTellTheCommandWithTheImageOfTheSameRegistry() throws Exception {
        var rules = cluster.mesh("rules", "app-a", "-n", NAMESPACE);

        assertEquals(1, rules.code());
        assertTrue(
                rules.err()
                        .contains(
                                "kubectl debug -n made-up app-a-1 -it --image=registry:5000/mesh/mesh-debug:7.1 --image-pull-policy=IfNotPresent --profile=netadmin -- iptables-save -c -t nat"),
                rules.err());
        assertTrue(rules.err().contains("--debug"), rules.err());
    }

    @Test
    void aPodThatIsNotMeshedIsToldWhatItNeeds() throws Exception {
        var rules = cluster.mesh("rules", "plain", "-n", NAMESPACE);

        assertEquals(1, rules.code());
        assertTrue(rules.err().contains("pod plain in namespace made-up is not meshed"), rules.err());
        assertTrue(rules.err().contains("Meshed are: app-a-1"), rules.err());
    }

    @Test
    void aPodThatIsNotThereIsToldFromOneThatIsNotMeshed() throws Exception {
        var stories = cluster.mesh("stories", "app-z", "-n", NAMESPACE);

        assertEquals(1, stories.code());
        assertTrue(stories.err().contains("no pod and no workload 'app-z' in namespace made-up"), stories.err());
    }
}

package mesh.k8s.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing of a pod runs before its proxy can take connections. */
@OnCluster
class StartOrderTest {
    private final InstalledMesh mesh;

    StartOrderTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @Test // linkerd2#4792, istio#11130
    void initContainersOfThePodCallServicesThroughTheProxy() throws Exception {
        try (var namespace = mesh.namespace("init")) {
            namespace.apply(Pods.pod("""
                      initContainers:
                      - name: first
                        image: %s
                        command: [bash, -c, "%s"]
                      containers:
                      - {name: app, image: %s, command: [sleep, infinity]}
                    """.formatted(InstalledMesh.BASH, Pods.GET_APP_B, InstalledMesh.BASH)));
            var pod = namespace.awaitReady("caller");

            assertTrue(namespace.log("caller", "first").startsWith("HTTP/1.1 200"));
            var names = pod.getSpec().getInitContainers().stream()
                    .map(container -> container.getName())
                    .toList();
            assertEquals(List.of("mesh-netinit", "mesh-proxy"), names.subList(0, 2));
            assertEquals("first", names.getLast());
        }
    }

    @Test // istio#11130
    void anAppThatEndsOnItsFirstRefusedConnectionNeverEnds() throws Exception {
        try (var namespace = mesh.namespace("first")) {
            namespace.apply(Pods.pod("""
                      containers:
                      - name: app
                        image: %s
                        command: [bash, -c, "%s && sleep infinity"]
                    """.formatted(InstalledMesh.BASH, Pods.GET_APP_B)));
            var pod = namespace.awaitReady("caller");

            assertEquals(0, TestNamespace.status(pod, "app").orElseThrow().getRestartCount());
            assertTrue(namespace.log("caller", "app").startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void theClassicOrderHoldsTheAppBackToo() throws Exception {
        try (var namespace = mesh.namespace("classic")) {
            namespace.apply(
                    Pods.pod("""
                      containers:
                      - name: app
                        image: %s
                        command: [bash, -c, "%s && sleep infinity"]
                    """.formatted(InstalledMesh.BASH, Pods.GET_APP_B), "diy-service-mesh/sidecar: classic"));
            var pod = namespace.awaitReady("caller");

            assertEquals("mesh-proxy", pod.getSpec().getContainers().getFirst().getName());
            assertEquals(0, TestNamespace.status(pod, "app").orElseThrow().getRestartCount());
        }
    }

    @Test // istio#11130, comments: a workload with the proxy's uid is silently unmeshed
    void aPodThatRunsAsTheProxysUserIsRefusedAndToldWhy() throws Exception {
        try (var namespace = mesh.namespace("uid")) {
            var output = namespace.tryApply(Pods.pod("""
                      securityContext: {runAsUser: 1337}
                      containers:
                      - {name: app, image: %s, command: [sleep, infinity]}
                    """.formatted(InstalledMesh.BASH)));

            assertFalse(output.code() == 0, output::toString);
            assertTrue(output.err().contains("1337"), output::toString);
        }
    }
}

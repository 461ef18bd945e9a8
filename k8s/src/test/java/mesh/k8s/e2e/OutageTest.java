package mesh.k8s.e2e;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts of the mesh's own are away. */
@OnCluster
class OutageTest {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("mesh.outage.seconds", 300));

    private final InstalledMesh mesh;

    OutageTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @Test // linkerd2#13702, istio#5576
    void withoutTheWebhookMeshedPodsWaitAndAllOthersStart() throws Exception {
        try (var meshed = mesh.namespace("refused");
                var other = mesh.unmeshedNamespace("other")) {
            scale("webhook", 0);
            eventually(
                    "no webhook",
                    () -> mesh.kubectl(
                                    "get",
                                    "pods",
                                    "-n",
                                    InstalledMesh.SYSTEM,
                                    "-l",
                                    "app.kubernetes.io/name=webhook",
                                    "-o",
                                    "name")
                            .out()
                            .isEmpty(),
                    gone -> gone);
            try {
                var output = meshed.tryApply(SLEEPING);
                assertFalse(output.code() == 0, output::toString);
                assertTrue(output.err().contains("inject.diymesh.dev"), output::toString);
                other.apply(SLEEPING);
                other.awaitReady("caller");
                meshed.apply(Pods.app("later", "v1", 1)); // a Deployment is let in, its pods come when they can
            } finally {
                scale("webhook", 2);
                mesh.awaitDeployment(InstalledMesh.SYSTEM, "webhook");
            }
            eventually(
                    "a pod is let in again",
                    Duration.ofSeconds(30),
                    () -> meshed.tryApply(SLEEPING),
                    o -> o.code() == 0);
            meshed.awaitReady("caller");
            meshed.awaitDeployment("later");
        }
    }

    @Test // linkerd2#8274, #10200, #11480
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void fiveMinutesWithoutAControlPlaneCostNoRequest() throws Exception {
        try (var namespace = mesh.namespace("alone")) {
            namespace.apply(Pods.app("app-b", "v1", 2) + "---\n" + Pods.app("caller", "v1", 1));
            namespace.awaitDeployment("app-b");
            namespace.awaitDeployment("caller");
            try (var calls = Calls.from(mesh, namespace.name(), namespace.onePodOf("caller"))) {
                scale("controlplane", 0);
                int sent = 0;
                try {
                    for (var until = Instant.now().plus(OUTAGE); Instant.now().isBefore(until); ) {
                        var answers = calls.load("count=500&rate=50&connections=8");
                        assertEquals(0, answers.failed().size(), answers::toString);
                        sent += answers.all().size();
                    }
                } finally {
                    scale("controlplane", 1);
                    mesh.awaitDeployment(InstalledMesh.SYSTEM, "controlplane");
                }
                Measured.fact("no control plane", OUTAGE.toSeconds() + " s, " + sent + " requests, 0 failed");
                eventually(
                        "all proxies are connected again",
                        Duration.ofMinutes(1),
                        () -> mesh.mesh("status", "-n", namespace.name()),
                        status -> status.code() == 0);
            }
        }
    }

    private void scale(String deployment, int replicas) throws Exception {
        mesh.kubectl("scale", "deployment", deployment, "-n", InstalledMesh.SYSTEM, "--replicas=" + replicas)
                .mustSucceed();
    }

    private static final String SLEEPING = Pods.pod("""
              containers:
              - {name: app, image: %s, command: [sleep, infinity]}
            """.formatted(InstalledMesh.BASH));
}

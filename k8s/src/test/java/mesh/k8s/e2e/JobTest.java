package mesh.k8s.e2e;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A Job ends when its own container has, in spite of the proxy beside it. */
@OnCluster
class JobTest {
    /** What the kubelet itself takes to notice, plus the two seconds that a proxy may take. Seconds are all it records. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final InstalledMesh mesh;

    JobTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @Test // istio#11045, #6324; linkerd2#8194; kubernetes#73118
    void aJobEndsWithItsContainer() throws Exception {
        try (var namespace = mesh.namespace("job")) {
            namespace.apply(job("", Pods.GET_APP_B));
            awaitComplete(namespace);
            var pod = onlyPod(namespace);
            var took = Duration.between(endOf(pod, "app"), endOf(pod, "mesh-proxy"));
            Measured.fact("job", "its proxy ended " + took.toSeconds() + " s after its container");
            assertTrue(took.compareTo(SOON) <= 0, () -> "the proxy went on for " + took);
        }
    }

    @Test
    void inTheClassicOrderAJobEndsByTellingTheProxy() throws Exception {
        try (var namespace = mesh.namespace("job")) {
            var quit =
                    "; exec 4<>/dev/tcp/127.0.0.1/15020 && printf 'POST /quit HTTP/1.1\\\\r\\\\nHost: me\\\\r\\\\nContent-Length: 0\\\\r\\\\nConnection: close\\\\r\\\\n\\\\r\\\\n' >&4 && cat <&4";
            namespace.apply(job("diy-service-mesh/sidecar: classic", Pods.GET_APP_B + quit));
            awaitComplete(namespace);
        }
    }

    private static void awaitComplete(TestNamespace namespace) throws Exception {
        eventually(
                "the job is complete",
                Duration.ofSeconds(90),
                () -> namespace
                        .kubectl("get", "job", "once", "-o", "jsonpath={.status}")
                        .out(),
                status -> status.contains("\"succeeded\":1"));
    }

    private Pod onlyPod(TestNamespace namespace) {
        return mesh.client()
                .pods()
                .inNamespace(namespace.name())
                .list()
                .getItems()
                .getFirst();
    }

    private static Instant endOf(Pod pod, String container) {
        return Instant.parse(TestNamespace.status(pod, container)
                .orElseThrow()
                .getState()
                .getTerminated()
                .getFinishedAt());
    }

    private static String job(String annotation, String script) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: once}
                spec:
                  backoffLimit: 0
                  template:
                    metadata:
                      annotations:
                        of: test
                        %s
                    spec:
                      restartPolicy: Never
                      containers:
                      - name: app
                        image: %s
                        command: [bash, -c, "%s"]
                """.formatted(annotation, InstalledMesh.BASH, script);
    }
}

package mesh.k8s.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mesh.k8s.e2e.Calls.Answers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods come and go under load, and no request fails. */
@OnCluster
class RollingUpdateTest {
    private static final int ROLLS = Integer.getInteger("mesh.rolls", 50);
    private static final int PER_SECOND = 50;

    private final InstalledMesh mesh;

    RollingUpdateTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @Test // istio#12183, #36631, #51855; kubernetes#43576
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void noRequestFailsDuringFiftyRollingUpdates() throws Exception {
        try (var namespace = mesh.namespace("rolls");
                var background = Executors.newVirtualThreadPerTaskExecutor()) {
            namespace.apply(Pods.app("app-b", "v0", 1) + "---\n" + Pods.app("caller", "v1", 1));
            namespace.awaitDeployment("app-b");
            namespace.awaitDeployment("caller");
            try (var calls = Calls.from(mesh, namespace.name(), namespace.onePodOf("caller"))) {
                int failed = 0;
                int sent = 0;
                long began = System.nanoTime();
                for (int roll = 1; roll <= ROLLS; roll++) {
                    var done = background.submit(rolled(namespace, roll));
                    var answers = loadUntil(calls, done);
                    sent += answers.all().size();
                    failed += answers.failed().size();
                    assertEquals(0, failed, "roll " + roll + ": " + answers);
                }
                Measured.fact(
                        "rolling updates",
                        ROLLS + " in " + InstalledMesh.since(began) + ", " + sent + " requests, " + failed + " failed");
            }
        }
    }

    /** Another version, and the wait until only its pods are there. */
    private static Callable<Void> rolled(TestNamespace namespace, int version) {
        return () -> {
            namespace
                    .kubectl("patch", "deployment", "app-b", "--type=json", "-p", """
                            [{"op": "replace", "path": "/spec/template/spec/containers/0/args/1", "value": "--version=v%d"}]
                            """.formatted(version))
                    .mustSucceed();
            namespace.awaitDeployment("app-b");
            return null;
        };
    }

    /** A second of load each time, on connections that stay open within it, until the other thing is done. */
    private static Answers loadUntil(Calls calls, Future<Void> done) throws Exception {
        var all = new Answers(new ArrayList<>());
        do {
            all.all()
                    .addAll(calls.load("count=%d&rate=%d&connections=8".formatted(PER_SECOND * 2, PER_SECOND))
                            .all());
        } while (!done.isDone());
        done.get(1, TimeUnit.SECONDS);
        return all;
    }
}

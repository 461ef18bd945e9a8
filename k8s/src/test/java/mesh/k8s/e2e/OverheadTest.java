package mesh.k8s.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a sidecar costs a pod in time: from its creation until it is ready, meshed and not, one after the other. */
@OnCluster
class OverheadTest {
    private static final int ROUNDS = 5;

    private final InstalledMesh mesh;

    OverheadTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @Test
    void startsOfMeshedPodsAreMeasuredBesideOthers() throws Exception {
        var plain = new ArrayList<Double>();
        var meshed = new ArrayList<Double>();
        try (var without = mesh.unmeshedNamespace("plain");
                var with = mesh.namespace("meshed")) {
            for (int round = 0; round < ROUNDS; round++) {
                plain.add(secondsToReady(without));
                meshed.add(secondsToReady(with));
            }
        }
        Measured.fact(
                "start of a pod",
                "%.1f s without and %.1f s with a sidecar (medians of %d; from %.1f to %.1f s and from %.1f to %.1f s)"
                        .formatted(
                                median(plain),
                                median(meshed),
                                ROUNDS,
                                Collections.min(plain),
                                Collections.max(plain),
                                Collections.min(meshed),
                                Collections.max(meshed)));
    }

    private static double secondsToReady(TestNamespace namespace) throws Exception {
        long began = System.nanoTime();
        namespace.apply(Pods.pod("""
                  containers:
                  - {name: app, image: %s, command: [sleep, infinity]}
                """.formatted(InstalledMesh.BASH), "diy-service-mesh/debug: \"false\""));
        namespace.awaitReady("caller");
        double seconds = (System.nanoTime() - began) / 1e9;
        namespace.kubectl("delete", "pod", "caller", "--grace-period=1").mustSucceed();
        return seconds;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}

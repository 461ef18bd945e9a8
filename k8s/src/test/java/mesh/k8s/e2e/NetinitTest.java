package mesh.k8s.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The init container, by the rules that it leaves in a pod. */
@OnCluster
class NetinitTest {
    private final InstalledMesh mesh;

    NetinitTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @ParameterizedTest // linkerd2#7749, #8596, #13171
    @ValueSource(strings = {"nft", "legacy"})
    void eitherBackendCaptures(String backend) throws Exception {
        try (var namespace = mesh.namespace(backend)) {
            namespace.apply(Pods.pod(
                    """
                      containers:
                      - name: app
                        image: %s
                        command: [bash, -c, "%s && sleep infinity"]
                    """.formatted(InstalledMesh.BASH, Pods.GET_APP_B),
                    "diy-service-mesh/iptables-backend: " + backend,
                    "diy-service-mesh/debug: \"true\""));
            namespace.awaitReady("caller");

            var rules = save(namespace, "iptables-" + backend + "-save");
            assertTrue(rules.contains("--to-ports 15001") || rules.contains("redir ports 15001"), rules);
            assertTrue(packets(rules) > 0, rules);
        }
    }

    @Test // istio#18014, proxy-init#164
    void runAgainItChangesNothing() throws Exception {
        try (var namespace = mesh.namespace("again")) {
            namespace.apply(Pods.pod("""
                      containers:
                      - {name: app, image: %s, command: [sleep, infinity]}
                    """.formatted(InstalledMesh.BASH), "diy-service-mesh/debug: \"true\""));
            namespace.awaitReady("caller");
            var before = withoutCounters(save(namespace, "iptables-save"));

            namespace
                    .kubectl(
                            "debug",
                            "caller",
                            "--image=" + InstalledMesh.image("netinit"),
                            "--image-pull-policy=IfNotPresent",
                            "--profile=netadmin",
                            "--container=again",
                            "--attach=false",
                            "--",
                            "/opt/java/bin/java",
                            "--enable-native-access=ALL-UNNAMED",
                            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                            "-cp",
                            "/opt/netinit/*",
                            "mesh.netinit.Netinit",
                            "apply")
                    .mustSucceed();
            namespace.await(
                    "caller",
                    "ran netinit again",
                    pod -> pod.getStatus().getEphemeralContainerStatuses().stream()
                            .anyMatch(status -> status.getState().getTerminated() != null));

            assertTrue(namespace.log("caller", "again").contains("already"), namespace.log("caller", "again"));
            assertEquals(before, withoutCounters(save(namespace, "iptables-save")));
        }
    }

    private static String save(TestNamespace namespace, String program) throws Exception {
        return namespace.exec("caller", "mesh-debug", program, "-c").mustSucceed();
    }

    /** Of the rule that redirects what leaves. */
    private static long packets(String rules) {
        return rules.lines()
                .filter(line -> line.contains("MESH_REDIRECT_OUTBOUND") && line.contains("15001"))
                .mapToLong(line -> Long.parseLong(line.substring(1, line.indexOf(':'))))
                .sum();
    }

    private static String withoutCounters(String rules) {
        return rules.replaceAll("\\[\\d+:\\d+]", "").replaceAll("(?m)^#.*$", "");
    }
}

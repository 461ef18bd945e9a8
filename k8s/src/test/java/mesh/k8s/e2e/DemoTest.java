package mesh.k8s.e2e;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The samples: app-a calls app-b, a tenth of it reaches the canary; and what a user can look at. */
@OnCluster
class DemoTest {
    private static final String DEMO = InstalledMesh.DEMO;

    private final InstalledMesh mesh;

    DemoTest(InstalledMesh mesh) throws Exception {
        this.mesh = mesh;
        mesh.install();
    }

    @AfterEach
    void backToATenth() throws Exception {
        mesh.kubectl("apply", "-k", InstalledMesh.OVERLAY).mustSucceed();
    }

    @Test
    void aTenthReachesTheCanaryUntilTheCommandMovesHalf() throws Exception {
        try (var calls = Calls.from(mesh, DEMO, podOf("app-a"))) {
            var tenth = eventually(
                    "a tenth",
                    Duration.ofMinutes(1),
                    () -> calls.load("count=1000"),
                    answers -> answers.share("v2") > 0.05 && answers.share("v2") < 0.16);
            assertEquals(0, tenth.failed().size(), tenth::toString);

            mesh.mesh("canary", "app-b", "--to", "app-b2", "--weight", "50", "-n", DEMO)
                    .mustSucceed();

            var half = calls.load("count=1000");
            assertEquals(0, half.failed().size(), half::toString);
            assertTrue(half.share("v2") > 0.4 && half.share("v2") < 0.6, half::toString);
            Measured.fact("canary", "at 10: " + tenth + "; at 50: " + half);
        }
    }

    @Test
    void kubectlExecShowsTheRulesWithTheirReasons() throws Exception {
        var rules = mesh.kubectl(
                        "exec", "-n", DEMO, "deploy/app-a", "-c", "mesh-debug", "--", "iptables-save", "-t", "nat")
                .mustSucceed();
        assertTrue(rules.contains("-A MESH_OUTBOUND -m owner --uid-owner 1337"), rules);
        assertTrue(rules.contains("-A MESH_REDIRECT_OUTBOUND -p tcp"), rules);
        assertTrue(rules.contains("--to-ports 15001"), rules);
        assertTrue(rules.contains("conntrack keeps the original destination"), rules);
    }

    @Test
    void theCommandsShowRulesStoriesAndStatus() throws Exception {
        var pod = podOf("app-a");
        var rules = mesh.mesh("rules", pod, "-n", DEMO).mustSucceed();
        assertTrue(rules.contains("MESH_OUTBOUND") && rules.contains("traffic of the proxy itself leaves"), rules);
        try (var calls = Calls.from(mesh, DEMO, pod)) {
            calls.load("count=5&reuse=0");
        }
        var stories = mesh.mesh("stories", pod, "-n", DEMO).mustSucceed();
        assertTrue(stories.contains("original destination"), stories);
        var status = mesh.mesh("status", "-n", DEMO).mustSucceed();
        assertTrue(status.contains("app-a") && status.contains("app-b2"), status);
    }

    @Test
    void aHealthyMeshHasNoFindings() throws Exception {
        eventually("no findings", Duration.ofSeconds(40), () -> mesh.mesh("check"), output -> output.code() == 0);
    }

    @Test
    void theRouteSaysWhoAcceptedIt() throws Exception {
        eventually(
                "accepted",
                () -> mesh.kubectl("get", "httproute", "app-b", "-n", DEMO, "-o", "jsonpath={.status.parents[*]}")
                        .out(),
                status -> status.contains("\"controllerName\":\"diymesh.dev/controlplane\"")
                        && status.contains("\"reason\":\"Accepted\"")
                        && status.contains("\"reason\":\"ResolvedRefs\""));
    }

    private String podOf(String app) {
        return mesh.client().pods().inNamespace(DEMO).list().getItems().stream()
                .filter(TestNamespace::isReady)
                .map(pod -> pod.getMetadata().getName())
                .filter(name -> name.matches(app + "-[a-z0-9]+-[a-z0-9]+"))
                .findFirst()
                .orElseThrow();
    }
}

package mesh.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import mesh.linux.Command;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The whole mesh from the jars that the build made, through the command line: what a person does, and sees. */
@NeedsRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class MeshEndToEndTest {
    private final MeshCli mesh = MeshCli.onItsOwn();
    private Command up;

    @BeforeAll
    void up() throws IOException {
        assertEquals(List.of(), mesh.traces());
        up = mesh.run("up").orThrow();
    }

    @AfterAll
    void downLeavesNothing() throws IOException {
        mesh.run("down").orThrow();
        assertEquals(List.of(), mesh.traces());
    }

    @Test
    void upShowsEachHopOfOneConnectionAndWhatToTryNext() {
        var shown = up.output();
        for (var part : List.of(
                "app, uid 2001",
                "MESH_OUTBOUND: ",
                "REDIRECT to 15001",
                "asks SO_ORIGINAL_DST: original destination 10.96.0.3:8080, service app-b",
                "MESH_INBOUND: ",
                "REDIRECT to 15006",
                "reads the request and answers",
                "has the answer, status 200",
                "What to try next")) {
            assertTrue(shown.contains(part), part + " is missing in:\n" + shown);
        }
        assertFalse(shown.contains("\u001b"), "colour, and this is no terminal");
    }

    @Test
    void aCallThroughTheMeshIsAnsweredAndBothProxiesTellOfIt() throws IOException {
        var answer = callFromAppA("10.77.0.3", "/status/242");
        assertTrue(answer.contains("\nhello from app-b v1\n"), answer);
        var journey = awaitJourney("GET /status/242");
        assertEquals("app-a", journey.at("/outbound/pod").asText());
        assertEquals("10.77.0.3:8080", journey.at("/outbound/story/destination").asText());
        assertEquals("app-b", journey.at("/inbound/pod").asText());
        assertTrue(journey.at("/inbound/story").toString().contains("GET /status/242"), journey.toString());
    }

    @Test
    void podsKnowEachOtherByNameAndTheCanaryIsAnotherVersion() throws IOException {
        assertTrue(callFromAppA("app-b", "/").contains("\nhello from app-b")); // or app-b2, says the route
        assertTrue(callFromAppA("app-b2", "/").contains("\nhello from app-b2 v2\n"));
    }

    @Test
    void theCountersOfTheRulesMoveWithTheTraffic() throws IOException {
        long before = redirected();
        callFromAppA("10.77.0.3", "/");
        assertTrue(redirected() > before);
    }

    @Test
    void rulesShowReasonsAndRawOnes() throws IOException {
        assertTrue(mesh.run("rules", "node").orThrow().output().contains("pod app-b, one in 2"));
        var table = mesh.run("rules", "app-b").orThrow().output();
        assertTrue(table.contains("MESH_INBOUND") && table.contains("why"), table);
        assertTrue(mesh.run("rules", "app-b", "--raw").orThrow().output().contains("-A MESH_INBOUND "));
    }

    @Test
    void statusSaysThatAllIsWellAndWhoRunsAsWhom() throws IOException {
        var status = json(mesh.run("status", "--json").orThrow().output());
        assertTrue(status.get("allWell").asBoolean(), status.toString());
        assertEquals(6, status.get("programs").size());
        assertTrue(status.at("/controlPlane/ready").asBoolean(), status.toString());
        for (var program : status.get("programs")) {
            boolean proxy = program.get("role").asText().equals("proxy");
            assertEquals(proxy, program.get("uid").asInt() == 1337, program.toString());
        }
    }

    @Test
    void aCommandInAPodKeepsItsExitCodeAndSeesTheRules() throws IOException {
        assertEquals(7, mesh.run("exec", "app-b", "--", "sh", "-c", "exit 7").exit());
        assertTrue(mesh.run("exec", "app-b", "--", "iptables-save", "-t", "nat")
                .output()
                .contains("MESH_OUTBOUND"));
    }

    @Test
    void whatIsWrongIsSaidInOneLineWithWhatToDo() throws IOException {
        var second = mesh.run("up");
        assertEquals(1, second.exit());
        assertTrue(
                second.error().contains("a mesh is up since") && second.error().contains("./mesh down"),
                second.error());
        var pod = mesh.run("rules", "app-c");
        assertEquals(1, pod.exit());
        assertEquals("mesh rules: there is no pod app-c; there are app-a, app-b, app-b2\n", pod.error());
    }

    @Test
    void aWatchShowsPacketsWhileTrafficFlows() throws Exception {
        // app-a calls every 2 s by itself
        var watched = mesh.run("watch", "app-b", "--port", "8080", "--count", "6")
                .orThrow()
                .output();
        assertTrue(watched.contains("PREROUTING") && watched.contains(":15006"), watched);
        assertTrue(watched.endsWith("6 packets\n"), watched);
        assertEquals(2, mesh.run("watch", "app-b", "--port", "70000").exit());
    }

    @Test
    void followTellsOfAConnectionAsItEnds() throws Exception {
        var follow = mesh.start("stories", "app-b", "--follow");
        try (var lines = follow.inputReader(StandardCharsets.UTF_8)) {
            // app-a calls every 2 s by itself
            assertTrue(lines.readLine().startsWith("app-a → app-b 10.96.0.3:8080, ended"));
        } finally {
            follow.destroy();
        }
    }

    /** With bash alone: what the tests need, ./mesh needs already. */
    private String callFromAppA(String host, String path) throws IOException {
        var request =
                "exec 3<>/dev/tcp/%s/8080; printf 'GET %s HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3".formatted(host, path);
        return mesh.run("exec", "app-a", "--", "bash", "-c", request).orThrow().output();
    }

    /** The proxies write their stories when connections have ended, which is after the caller has its answer. */
    private JsonNode awaitJourney(String request) throws IOException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() - deadline < 0) {
            for (var line : mesh.run("stories", "app-a", "--json", "--last", "50")
                    .orThrow()
                    .output()
                    .lines()
                    .toList()) {
                var journey = json(line);
                if (journey.at("/outbound/story").toString().contains(request)
                        && !journey.get("inbound").isNull()) {
                    return journey;
                }
            }
        }
        throw new AssertionError("no story of " + request);
    }

    private long redirected() throws IOException {
        var families = json(mesh.run("rules", "app-a", "--json").orThrow().output());
        return StreamSupport.stream(families.get(0).get("rules").spliterator(), false)
                .filter(rule -> rule.get("chain").asText().equals("MESH_REDIRECT_OUTBOUND"))
                .mapToLong(rule -> rule.get("packets").asLong())
                .sum();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}

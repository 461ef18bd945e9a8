package mesh.k8s.tilt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import mesh.k8s.manifests.Rendered;
import mesh.lab.Lab;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What Tilt's buttons run. */
class CommandsTest {
    private static Tiltfile tiltfile;

    @BeforeAll
    static void run() throws IOException {
        tiltfile = Tiltfile.run();
    }

    static Stream<List<String>> commands() throws IOException {
        return Tiltfile.run().all("local_resource").stream()
                .flatMap(local -> Stream.of(local.path("cmd"), local.path("serve_cmd")))
                .filter(JsonNode::isArray)
                .map(Tiltfile::texts);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsOneThatIsUnderstood(List<String> command) throws IOException {
        switch (command.getFirst()) {
            case "./mesh" -> understood(command.subList(1, command.size()));
            case "kubectl" -> aboutWhatIsThere(command);
            default -> throw new AssertionError("nothing that README asks for: " + command);
        }
    }

    /** By the launcher, or by the program behind it. */
    private static void understood(List<String> arguments) throws IOException {
        if (arguments.equals(List.of("build"))) {
            var launcher = Files.readString(KubeScripts.PROJECT.resolve("mesh"));
            assertTrue(launcher.contains("build) "), launcher);
            return;
        }
        new CommandLine(new Lab()).parseArgs(arguments.toArray(String[]::new));
    }

    /** Names only the cluster's context, and objects that the overlay has. */
    private static void aboutWhatIsThere(List<String> command) throws IOException {
        assertTrue(command.contains("--context=kind-diy-mesh"), command::toString);
        var named = command.stream()
                .filter(word -> word.startsWith("deployment/"))
                .map(word -> word.substring("deployment/".length()))
                .toList();
        assertTrue(!named.isEmpty(), command::toString);
        var there = Rendered.of(Rendered.KIND).workloads().stream()
                .map(workload -> workload.name())
                .toList();
        assertTrue(there.containsAll(named), command::toString);
    }

    @Test
    void theCanaryHasAButtonForEachWeightAndNoneIsPushedByItself() {
        var weights = tiltfile.all("local_resource").stream()
                .filter(local -> local.get("name").asText().startsWith("canary "))
                .peek(local -> {
                    assertEquals(
                            "TRIGGER_MODE_MANUAL", local.get("trigger_mode").asText());
                    assertEquals(false, local.get("auto_init").asBoolean(true));
                })
                .map(local -> Tiltfile.texts(local.get("cmd")))
                .map(command -> command.get(command.indexOf("--weight") + 1))
                .toList();
        assertEquals(List.of("0", "10", "50", "100"), weights);
    }
}

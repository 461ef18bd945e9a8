package mesh.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.bench.Bench;
import mesh.bench.ProjectFolder;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, on two subjects. Every byte is compared on the way: a lost or changed one fails the run. */
@NeedsRoot
class PeersTest {
    @TempDir
    Path results;

    @Test
    void directAndOursCarryEveryByteAndTheResultsAreWritten() throws IOException {
        var proxy = ProjectFolder.resolve("proxy-loom/target/proxy-loom.jar");
        assertTrue(Files.exists(proxy), () -> proxy + " comes with `mvn package`, not with `mvn test`");
        assertEquals(
                0,
                Bench.execute(
                        "peers", "--quick", "--rounds", "1", "--only", "direct,mesh", "--results", results.toString()));
        var json = new JsonMapper().readTree(results.resolve("peers-quick.json").toFile());
        for (var step : Step.ALL) {
            for (var quantity : step.quantities()) {
                var sample = json.at("/samples").path(step.title() + ": " + quantity + ", " + quantity.unit());
                assertTrue(sample.at("/mesh/0").asDouble() > 0, () -> step.title() + " " + quantity + ": " + sample);
            }
        }
        assertTrue(Files.readString(results.resolve("peers-quick.md")).contains("| direct"));
        assertTrue(Files.readString(results.resolve("peers-quick.svg")).startsWith("<svg"));
        assertEquals(0, namespacesOfThisProcess());
    }

    private static long namespacesOfThisProcess() throws IOException {
        try (var names = Files.list(Path.of("/run/netns"))) {
            return names.filter(name -> name.getFileName()
                            .toString()
                            .startsWith("meshbench-" + ProcessHandle.current().pid()))
                    .count();
        }
    }
}

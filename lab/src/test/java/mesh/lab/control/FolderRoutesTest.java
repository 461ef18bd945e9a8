package mesh.lab.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.lab.topology.Topology;
import mesh.lab.view.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRoutesTest {
    @TempDir
    private Path folder;

    private FolderRoutes routes;

    @BeforeEach
    void write() throws IOException {
        Manifests.write(folder, Topology.of(""), true);
        routes = new FolderRoutes(folder);
    }

    @Test
    void theRouteOfTheLabIsReadChangedAndReadAgain() throws IOException {
        var weights = routes.read("app-b");
        assertEquals(new Weights("app-b", "app-b2", 90, 10), weights);
        var file = routes.write(weights.withCanaryPercent(35));
        assertEquals(folder.resolve("app-b-route.yaml").toString(), file);
        assertEquals(new Weights("app-b", "app-b2", 65, 35), routes.read("app-b"));
        assertTrue(Files.readString(Path.of(file)).startsWith("# Requests to app-b"));
        try (var files = Files.list(folder)) {
            assertFalse(files.anyMatch(path -> path.toString().endsWith(".draft")));
        }
    }

    @Test
    void aBrokenFileIsInTheWayOnlyWhenNoOtherHasTheRoute() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "}");
        assertEquals(10, routes.read("app-b").canaryWeight());
        var failure = assertThrows(Failure.class, () -> routes.read("app-b2"));
        assertTrue(failure.getMessage().startsWith(folder.resolve("a.yaml") + ": no YAML: "), failure.getMessage());
    }

    @Test
    void aServiceWithoutARouteIsTold() {
        var failure = assertThrows(Failure.class, () -> routes.read("app-b2"));
        assertTrue(failure.getMessage().contains("has Service app-b2 as its parent"), failure.getMessage());
    }

    @Test
    void withoutIpv6NoManifestSpeaksOfIt() {
        var texts = String.join("\n", Manifests.of(Topology.of(""), false).values());
        assertFalse(texts.contains("IPv6") || texts.contains("fd96::"), texts);
        assertTrue(texts.contains("clusterIPs: [10.96.0.5]"), texts);
    }
}

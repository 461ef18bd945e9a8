package mesh.bench.rig;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import mesh.bench.ProjectFolder;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class ControlPlaneTest {
    private static final Path JAR = ProjectFolder.resolve("controlplane/target/controlplane.jar");

    @TempDir
    Path folder;

    @Test
    void itKnowsTheServiceItsEndpointsAndTheSplit() throws Exception {
        try (var pod = Namespaces.create("plane")) {
            try (var controlPlane = ControlPlane.start(JAR, pod, folder)) {
                var snapshot = controlPlane.page("/snapshot");
                assertTrue(snapshot.contains(Manifests.VIP), snapshot);
                assertTrue(snapshot.contains("\"weight\":90"), snapshot);
                assertTrue(snapshot.contains("\"problems\":[]"), snapshot);
            }
        }
    }
}

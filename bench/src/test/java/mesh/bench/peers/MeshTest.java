package mesh.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import mesh.bench.rig.Mesh;
import org.junit.jupiter.api.Test;

class MeshTest {
    private static final Path JAR = Path.of("/somewhere/proxy-loom.jar");
    private static final Mesh MESH = new Mesh("mesh", JAR, List.of());

    @Test
    void aVariantHasMoreArguments() {
        assertEquals(new Mesh("one", JAR, List.of("--carrier-count", "1")), MESH.variant("one=--carrier-count 1"));
    }

    @Test
    void aVariantMayComeFromAnotherJar() {
        assertEquals(
                new Mesh("old", Path.of("/old/proxy-loom.jar"), List.of("--carriers", "jdk")),
                MESH.variant("old=/old/proxy-loom.jar --carriers jdk"));
    }

    @Test
    void aVariantNeedsAName() {
        assertThrows(IllegalArgumentException.class, () -> MESH.variant("--carriers jdk"));
    }
}

package mesh.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import mesh.linux.Command;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JDK in root's home or cache, where the users of the pods' programs may not look. */
@NeedsRoot
@Timeout(60)
class ClosedJdkTest {
    @TempDir
    private Path folder;

    private Path jdk;

    @BeforeEach
    void aJdkBehindAClosedDoor() throws IOException {
        jdk = Files.createDirectories(folder.resolve("root/jdk"));
        Files.setPosixFilePermissions(folder.resolve("root"), PosixFilePermissions.fromString("rwx------"));
        Command.run("mount", "--bind", System.getProperty("java.home"), jdk.toString())
                .orThrow();
    }

    @AfterEach
    void unmount() throws IOException {
        Command.run("umount", "--lazy", jdk.toString()).orThrow();
    }

    @Test
    void isMountedWhereTheyCanAndUnmountedByDown() throws IOException {
        try (var mesh = MeshCli.withJdk(jdk)) {
            mesh.run("up").orThrow();
            var mounted = mesh.site().jdk();
            assertTrue(
                    mesh.traces().stream().anyMatch(trace -> trace.contains(" " + mounted + " ")), "it is not mounted");
            mesh.run("down").orThrow();
            assertEquals(List.of(), mesh.traces());
            assertTrue(Files.isExecutable(jdk.resolve("bin/java")), "the JDK itself is gone");
        }
    }
}

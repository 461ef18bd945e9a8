package mesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No JDK on the machine: one is downloaded, once, and used only if it is the file it should be. */
class FetchTest {
    @TempDir
    Path folder;

    Room room;
    Path archive;
    Path cache;

    @BeforeEach
    void anArchiveWithAJdk() throws Exception {
        room = new Room(folder);
        room.jdk(folder.resolve("build/jdk-25.0.3+9"), "25.0.3");
        archive = folder.resolve("jdk.tar.gz");
        var build = folder.resolve("build").toString();
        assertEquals(
                0,
                room.run(List.of("tar", "-czf", archive.toString(), "-C", build, "jdk-25.0.3+9"))
                        .exitCode());
        cache = folder.resolve("my cache");
        room.environment.put("XDG_CACHE_HOME", cache.toString());
        room.environment.put("MESH_JDK_URL", "file://" + archive);
        room.environment.put("MESH_JDK_SHA256", sha256(archive));
    }

    @Test
    void downloadsIntoTheUsersCacheAndSaysSo() throws Exception {
        var result = findJdk();

        assertEquals(0, result.exitCode(), result.err());
        assertTrue(Path.of(result.out()).startsWith(cache.resolve("diy-mesh")), result.out());
        assertTrue(Files.isExecutable(Path.of(result.out(), "bin/javac")));
        assertTrue(result.err().contains("downloading jdk from file://" + archive), result.err());
    }

    @Test
    void downloadsOnlyOnce() throws Exception {
        var first = findJdk();
        Files.delete(archive);

        assertEquals(new Room.Result(0, first.out(), ""), findJdk());
    }

    @Test
    void refusesAndDeletesAFileWithAnotherChecksum() throws Exception {
        var wrong = "0".repeat(64);
        room.environment.put("MESH_JDK_SHA256", wrong);

        var result = findJdk();

        assertEquals(1, result.exitCode());
        assertEquals("", result.out());
        assertTrue(
                result.err().contains("jdk from file://" + archive + " is not the file it should be; it was deleted"));
        assertTrue(result.err().contains("expected SHA-256 " + wrong), result.err());
        assertTrue(result.err().contains("it has       " + sha256(archive)), result.err());
        assertTrue(
                result.err().endsWith("set MESH_JDK_SHA256 to its checksum.\n"), "and nothing after: " + result.err());
        assertNothingIn(cache);
    }

    @Test
    void anArchiveThatDoesNotArriveLeavesNothing() throws Exception {
        Files.delete(archive);

        var result = findJdk();

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("jdk did not arrive from file://" + archive), result.err());
        assertTrue(result.err().contains("MESH_JDK_URL and MESH_JDK_SHA256"), result.err());
        assertNothingIn(cache);
    }

    @Test
    void refusesAnArchiveOfAnOlderJdk() throws Exception {
        room.jdk(folder.resolve("build/jdk-25.0.3+9"), "21.0.1");
        var build = folder.resolve("build").toString();
        room.run(List.of("tar", "-czf", archive.toString(), "-C", build, "jdk-25.0.3+9"));
        room.environment.put("MESH_JDK_SHA256", sha256(archive));

        var result = findJdk();

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("holds JDK 21, not 25"), result.err());
    }

    @Test
    void withNoInstallItOnlyTells() throws Exception {
        room.environment.put("MESH_NO_INSTALL", "1");

        var result = findJdk();

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("jdk is missing, and MESH_NO_INSTALL=1 forbids to download it"), result.err());
        assertFalse(Files.exists(cache));
    }

    private Room.Result findJdk() throws Exception {
        return room.functions("find_jdk; printf %s \"$JAVA_HOME\"");
    }

    private static void assertNothingIn(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}

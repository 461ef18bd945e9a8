package mesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./mesh} does before the program that does the work: build, packages, root. */
class LauncherTest {
    @TempDir
    Path folder;

    Room room;

    @BeforeEach
    void aMachineWithJdkAndMaven() throws IOException {
        room = new Room(folder);
        room.environment.put(
                "JAVA_HOME", room.jdk(folder.resolve("jdk"), "25.0.3").toString());
        room.maven();
    }

    @Test
    void buildsThenRunsTheProgramWithItsArgumentsAndExitCode() throws Exception {
        var result = room.mesh("--help", "a word", "");

        assertEquals(7, result.exitCode(), result.err());
        assertTrue(result.out().contains("in " + room.home + ":"), result.out());
        assertTrue(result.out().endsWith("<-jar>\n<" + room.clone + "/lab/target/lab.jar>\n<--help>\n<a word>\n<>\n"));
        assertTrue(result.err().contains("[2/8] native"), result.err());
    }

    @Test
    void buildsAgainOnlyWhenASourceIsNewer() throws Exception {
        room.mesh("--help");
        room.mesh("--help");
        assertEquals(1, builds());

        var later = FileTime.from(Instant.now().plusSeconds(5));
        Files.setLastModifiedTime(room.clone.resolve("native/src/main/A.java"), later);
        room.mesh("--help");
        assertEquals(2, builds());
    }

    @Test
    void aFailedBuildShowsTheErrorAndRunsNothing() throws Exception {
        room.tool("mvn", """
                [ "$2" != --version ] || { echo 'Apache Maven 3.9.9 (x)'; exit; }
                echo '[ERROR] A.java:[1,2] something is wrong'; exit 1
                """);

        var result = room.mesh("--help");

        assertEquals(1, result.exitCode());
        assertEquals("", result.out());
        assertTrue(result.err().contains("A.java:[1,2] something is wrong"), result.err());
        assertTrue(Files.readString(room.clone.resolve("target/build.log")).contains("something is wrong"));
    }

    @Test
    void worksThroughASymbolicLink() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), room.clone.resolve("mesh"));

        var result = room.run(List.of(link.toString(), "netinit", "plan", "--help"));

        assertEquals(7, result.exitCode(), result.err());
        assertTrue(
                result.out().contains("<" + room.clone + "/netinit/target/netinit.jar>\n<plan>\n<--help>"),
                result.out());
    }

    @Test
    void theProxyRunsWithItsOwnJvmFlags() throws Exception {
        var result = room.mesh("proxy", "--inbound", "15006");

        assertTrue(result.out().contains("<@" + room.clone + "/proxy-loom/target/proxy.jvm>\n"), result.out());
        assertFalse(result.out().contains("TieredStopAtLevel"), result.out());
    }

    @Test
    void buildsAsTheUserAndOnlyTheRunIsRoot() throws Exception {
        room.userId(1000);
        room.tool("sudo", "exec \"$@\"");
        room.environment.put("MESH_ACCESS_LOG", "a b");

        var result = room.functions("is_here() { true; }; run_jar lab lab rules app-a");

        assertEquals(7, result.exitCode(), result.err());
        assertTrue(result.err().contains("needs root, so sudo"), result.err());
        var sudo = room.calls().stream().filter(call -> call.startsWith("sudo")).toList();
        assertEquals(1, sudo.size(), "only the run: " + room.calls());
        assertTrue(sudo.get(0).contains("MESH_ACCESS_LOG=a b"), sudo.get(0));
        assertTrue(sudo.get(0).contains("JAVA_HOME="), sudo.get(0));
        assertTrue(sudo.get(0).endsWith("/lab/target/lab.jar rules app-a"), sudo.get(0));
    }

    @Test
    void helpNeedsNeitherRootNorPackages() throws Exception {
        room.userId(1000);
        room.tool("sudo", "exit 99");

        assertEquals(7, room.mesh("up", "--help").exitCode());
        assertEquals(7, room.mesh().exitCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status --context kind-mesh",
                "status -A",
                "rules app-a -n mesh-demo",
                "rules app-a --debug --namespace=mesh-demo",
                "stories app-a --kubeconfig=file",
                "canary app-b -nmesh-demo",
                "check",
                "inject -f -",
                "uninstall --yes"
            })
    void aClusterNeedsNeitherRootNorPackages(String line) throws Exception {
        room.userId(1000);
        room.tool("sudo", "exit 99");

        assertEquals(7, room.mesh(line.split(" ")).exitCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status", "rules app-a --raw", "canary app-b --follow", "stories --last 3", "exec app-a -- ls -n"
            })
    void theLabNeedsRoot(String line) throws Exception {
        room.userId(1000);

        var result = room.functions("is_here() { true; }; run_jar lab lab " + line);

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("needs root"), result.err());
    }

    @Test
    void withoutSudoItSaysWhatNeedsRoot() throws Exception {
        room.userId(1000);

        var result = room.functions("is_here() { true; }; run_jar lab lab up");

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("'./mesh up' needs root"), result.err());
    }

    private long builds() {
        return room.calls().stream().filter(call -> call.endsWith(" package")).count();
    }
}

package mesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which JDK the launcher takes, of those that are there. */
class JdkTest {
    @TempDir
    Path folder;

    Room room;

    @BeforeEach
    void room() throws IOException {
        room = new Room(folder);
    }

    @Test
    void takesJavaHomeWithoutAWordWhenItIs25() throws Exception {
        var asked = room.jdk(folder.resolve("jdk 25"), "25.0.3");
        room.environment.put("JAVA_HOME", asked.toString());

        assertEquals(new Room.Result(0, asked.toString(), ""), found(room.jdk(folder.resolve("other"), "25")));
    }

    @Test
    void passesOverAnOldJavaHomeAndSaysSo() throws Exception {
        var old = room.jdk(folder.resolve("17"), "17.0.15");
        var good = room.jdk(folder.resolve("25"), "25.0.3");
        room.environment.put("JAVA_HOME", old.toString());

        var result = found(good);

        assertEquals(good.toString(), result.out());
        assertTrue(
                result.err().contains("JAVA_HOME=" + old + " has JDK 17, the mesh takes JDK 25 in " + good),
                result.err());
    }

    @Test
    void followsTheJavaOnThePathToItsHome() throws Exception {
        var home = room.jdk(folder.resolve("25"), "25.0.3");
        Files.createSymbolicLink(folder.resolve("bin/java"), home.resolve("bin/java"));

        assertEquals(new Room.Result(0, home.toString(), ""), found());
    }

    @Test
    void prefersExactly25ToANewerOne() throws Exception {
        var newer = room.jdk(folder.resolve("26"), "26");
        var exact = room.jdk(folder.resolve("25"), "25.0.3");

        assertEquals(exact.toString(), found(newer, exact).out());
    }

    @Test
    void takesANewerOneWhenThereIsNo25AndSaysWhatMayDiffer() throws Exception {
        var newer = room.jdk(folder.resolve("26"), "26.0.1");

        var result = found(room.jdk(folder.resolve("21"), "21"), newer);

        assertEquals(newer.toString(), result.out());
        assertTrue(result.err().contains("JDK 26 in " + newer + ": newer than the 25"), result.err());
    }

    @Test
    void aRuntimeWithoutCompilerIsNoJdk() throws Exception {
        var runtime = room.jdk(folder.resolve("jre"), "25.0.3");
        Files.delete(runtime.resolve("bin/javac"));
        var good = room.jdk(folder.resolve("25"), "25.0.3");

        assertEquals(good.toString(), found(runtime, good).out());
    }

    @Test
    void asksTheJavaItselfWhenThereIsNoReleaseFile() throws Exception {
        var home = room.jdk(folder.resolve("25"), "25.0.3");
        Files.delete(home.resolve("release"));

        assertEquals(home.toString(), found(home).out());
    }

    private Room.Result found(Path... usualFolders) throws Exception {
        return room.functions("find_jdk; printf %s \"$JAVA_HOME\"", usualFolders);
    }
}

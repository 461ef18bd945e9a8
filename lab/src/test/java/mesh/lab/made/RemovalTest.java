package mesh.lab.made;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.lab.made.Made.Mount;
import mesh.lab.made.Made.Namespace;
import mesh.lab.made.Made.Program;
import mesh.lab.view.Failure;
import mesh.linux.Command;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalTest {
    @TempDir
    private Path temporary;

    private final List<String> notes = new ArrayList<>();
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(temporary.resolve("mesh/app-a")).getParent();
        Files.writeString(folder.resolve("state.json"), "{}");
    }

    @Test
    void aProgramIsEndedEvenWhenTheCrashCameBeforeItsPidWasNoted() throws Exception {
        var process = sleeping("mark-of-this-test");
        remove(new Program("app-a", "app", 0, "mark-of-this-test", 0, 0));
        assertTrue(process.waitFor(5, TimeUnit.SECONDS), "it runs on");
        assertFalse(Files.exists(folder));
    }

    @Test
    void aProcessThatGotThePidOfAProgramThatIsGoneIsLeftAlone() throws Exception {
        var stranger = sleeping("somebody else's");
        try {
            remove(new Program("app-a", "app", 0, "mark", stranger.pid(), LinuxProcess.startTicks(stranger.pid()) - 1));
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void whatIsGoneAlreadyIsNoError() throws Exception {
        remove(
                new Namespace("mesh-test-never-made", 0),
                new Made.Folder("/nowhere/at/all"),
                new Mount(folder + "/jdk"));
        assertFalse(Files.exists(folder));
        assertEquals(List.of(), notes);
    }

    @Test
    void theLastIsRemovedFirstSoThatASharedFolderIsEmptyWhenItsTurnComes() throws Exception {
        var shared = Files.createDirectory(temporary.resolve("netns"));
        var ours = Files.createDirectory(shared.resolve("app-a"));
        remove(new Made.SharedFolder(shared.toString()), new Made.Folder(ours.toString()));
        assertFalse(Files.exists(shared));
    }

    @NeedsRoot
    @Test
    void aNamespaceThatSomebodyMadeAnewIsLeftAloneAndNamed() throws Exception {
        try (var network = new TestNetwork()) {
            var pod = network.pod();
            remove(new Namespace(pod.name(), Removal.inode(pod.path()) + 1));
            assertTrue(Files.exists(pod.path()));
            assertTrue(notes.getFirst().contains(pod.name()), notes.toString());
        }
    }

    @NeedsRoot
    @Test
    void aFolderIsNeverDeletedThroughAMountThatNobodyNoted() throws Exception {
        var theirs = Files.createDirectories(temporary.resolve("jdk"));
        Files.writeString(theirs.resolve("release"), "keep me");
        var mountPoint = Files.createDirectories(folder.resolve("jdk"));
        Command.run("mount", "--bind", theirs.toString(), mountPoint.toString()).orThrow();
        try {
            var failure = assertThrows(Failure.class, this::remove);
            assertTrue(failure.getMessage().contains(mountPoint.toString()), failure.getMessage());
            assertEquals("keep me", Files.readString(theirs.resolve("release")));
        } finally {
            remove(new Mount(mountPoint.toString()));
        }
        assertFalse(Files.exists(folder));
        assertTrue(Files.exists(theirs.resolve("release")));
    }

    private void remove(Made... made) throws IOException {
        new Removal(notes::add).removeAll(new State("1", "now", true, 0, 0, List.of(made)), folder);
    }

    private static Process sleeping(String mark) throws IOException {
        var builder = new ProcessBuilder("sleep", "60");
        builder.environment().put(Program.MARK, mark);
        return builder.start();
    }
}

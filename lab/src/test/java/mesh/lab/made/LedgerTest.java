package mesh.lab.made;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.lab.made.Made.Namespace;
import mesh.lab.made.Made.Program;
import mesh.lab.view.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("state.json");
    }

    @Test
    void eachThingIsOnDiskBeforeItIsMadeAndAsItBecameAfterwards() throws Exception {
        var ledger = Ledger.begin(file, "1");
        var planned = new Program("app-a", "proxy", 1337, "mark", 0, 0);
        var before = ledger.make(planned, () -> Ledger.read(file).orElseThrow(), made -> planned.started(42, 7));
        assertEquals(List.of(planned), before.made());
        assertEquals(List.of(planned.started(42, 7)), onDisk().made());
    }

    @Test
    void whatCouldNotBeMadeIsSomebodyElsesAndForgotten() throws Exception {
        var ledger = Ledger.begin(file, "1");
        assertThrows(
                IOException.class,
                () -> ledger.make(new Namespace("taken", 0), () -> {
                    throw new IOException("File exists");
                }));
        assertEquals(List.of(), onDisk().made());
    }

    @Test
    void everyKindOfThingIsReadBackAsItWasWritten() throws Exception {
        var ledger = Ledger.begin(file, "1");
        List<Made> all = List.of(
                new Made.SharedFolder("/etc/netns"),
                new Made.Folder("/etc/netns/app-a"),
                new Namespace("app-a", 4026531840L),
                new Made.Mount("/run/x/jdk"),
                new Program("app-a", "app", 2001, "mark", 1, 2));
        for (var made : all) {
            ledger.make(made, () -> made);
        }
        assertEquals(all, onDisk().made());
    }

    @Test
    void itIsCompleteOnlyOnceUpHasFinished() throws Exception {
        var ledger = Ledger.begin(file, "1");
        assertFalse(onDisk().complete());
        assertTrue(onDisk().inTheMaking()); // this process runs
        ledger.complete();
        assertTrue(onDisk().complete());
    }

    @Test
    void ofTwoThatBeginAtOnceOneIsRefused() throws Exception {
        Ledger.begin(file, "1");
        assertThrows(Failure.class, () -> Ledger.begin(file, "1"));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "something else is left");
        }
    }

    @Test
    void onceItIsClosedNothingMoreCanBeMade() throws Exception {
        var ledger = Ledger.begin(file, "1");
        ledger.close();
        assertThrows(Failure.class, () -> ledger.make(new Namespace("late", 0), () -> fail("it was made")));
        assertEquals(List.of(), onDisk().made());
    }

    @Test
    void aFileThatIsNoStateIsNamedWithWhatToDo() throws Exception {
        Files.writeString(file, "{ half of it");
        var failure = assertThrows(Failure.class, () -> Ledger.read(file));
        assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
        assertTrue(failure.getMessage().contains("ip netns list"), failure.getMessage());
    }

    private State onDisk() throws Exception {
        return Ledger.read(file).orElseThrow();
    }
}

package mesh.controlplane.catalog;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.controlplane.Folder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCatalogTest {
    private static final ObjectName APP_B = new ObjectName("shop", "app-b");

    @TempDir
    private Path path;

    private Folder folder;
    private DirectoryCatalog catalog;

    @BeforeEach
    void start() throws IOException {
        folder = new Folder(path);
        folder.write("app-b.yaml", Folder.service("app-b", "10.96.0.1"));
        catalog = new DirectoryCatalog(path);
    }

    @AfterEach
    void stop() {
        catalog.close();
    }

    @Test
    void whatIsThereIsReadBeforeAnybodyAsks() {
        assertEquals(Set.of(APP_B), catalog.state().services().keySet());
    }

    @Test
    void aNewFileAddsAndARemovedFileRemoves() throws Exception {
        folder.write("more.yml", Folder.service("app-c", "10.96.0.3"));
        awaitServices("app-b", "app-c");
        folder.remove("app-b.yaml");
        awaitServices("app-c");
    }

    @Test
    void aBrokenFileIsNamedWithItsLineAndItsLastGoodStateStays() throws Exception {
        folder.write("app-b.yaml", Folder.service("app-b", "10.96.0.1").replace("ports:", "prots:"));
        var problem = awaitProblem();
        assertEquals(
                path.resolve("app-b.yaml") + ":6: unknown field spec.prots; accepted here:",
                problem.toString().substring(0, problem.toString().indexOf(" allocate")));
        assertEquals(Set.of(APP_B), catalog.state().services().keySet());

        folder.write("app-b.yaml", Folder.service("app-b", "10.96.0.9"));
        eventually("it is right again", () -> catalog.state().problems().isEmpty());
        assertEquals(List.of("10.96.0.9"), catalog.state().services().get(APP_B).addresses());
    }

    @Test
    void aBrokenFileLeavesTheOthersWorking() throws Exception {
        folder.write("broken.yaml", "kind: [");
        awaitProblem();
        folder.write("more.yaml", Folder.service("app-c", "10.96.0.3"));
        awaitServices("app-b", "app-c");
    }

    @Test
    void anEmptyFileIsNoWayToRemoveObjects() throws Exception {
        Files.writeString(path.resolve("app-b.yaml"), "");
        assertTrue(awaitProblem().reason().startsWith("is empty; its objects stay"));
        assertEquals(Set.of(APP_B), catalog.state().services().keySet());
    }

    @Test
    void writingIntoTheFileWorksLikeReplacingIt() throws Exception {
        Files.writeString(path.resolve("app-b.yaml"), Folder.service("app-b", "10.96.0.2"));
        eventually(
                "it is read",
                () -> catalog.state().services().get(APP_B).addresses().equals(List.of("10.96.0.2")));
    }

    @Test
    void anEditorThatMovesTheOldFileAwayAndWritesANewOneChangesNothingElse() throws Exception {
        var changes = new AtomicInteger();
        catalog.onChange(changes::incrementAndGet);
        Files.move(path.resolve("app-b.yaml"), path.resolve("app-b.yaml~"), StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(path.resolve("app-b.yaml"), Folder.service("app-b", "10.96.0.2"));
        eventually(
                "it is read",
                () -> catalog.state().services().containsKey(APP_B)
                        && catalog.state().services().get(APP_B).addresses().equals(List.of("10.96.0.2")));
        assertEquals(1, changes.get(), "one save is one change");
    }

    @Test
    void aMountedConfigMapIsSwappedByItsLink() throws Exception {
        var first = Files.createDirectory(path.resolve("..first"));
        var second = Files.createDirectory(path.resolve("..second"));
        Files.writeString(first.resolve("c.yaml"), Folder.service("app-c", "10.96.0.3"));
        Files.writeString(second.resolve("c.yaml"), Folder.service("app-d", "10.96.0.4"));
        Files.createSymbolicLink(path.resolve("..data"), first);
        Files.createSymbolicLink(path.resolve("c.yaml"), path.resolve("..data/c.yaml"));
        awaitServices("app-b", "app-c");
        Files.createSymbolicLink(path.resolve("..new"), second);
        Files.move(path.resolve("..new"), path.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        awaitServices("app-b", "app-d");
    }

    @Test
    void theSameObjectInTwoFilesIsTakenFromTheFirstAndTheOtherIsNamed() throws Exception {
        folder.write("z.yaml", Folder.service("app-b", "10.96.0.9"));
        assertEquals(
                path.resolve("z.yaml") + ": Service shop/app-b is in app-b.yaml already; that one counts",
                awaitProblem().toString());
        assertEquals(List.of("10.96.0.1"), catalog.state().services().get(APP_B).addresses());
    }

    @Test
    void aFolderThatGoesAwayLeavesAllAsItWas() throws Exception {
        var moved = path.resolveSibling(path.getFileName() + "-moved");
        Files.move(path, moved);
        try {
            assertTrue(awaitProblem().reason().contains("all stays as it was"));
            assertEquals(Set.of(APP_B), catalog.state().services().keySet());
        } finally {
            Files.move(moved, path);
        }
    }

    @Test
    void aFolderThatIsNotThereStopsTheStart() {
        var missing = path.resolve("missing");
        var e = assertThrows(NotDirectoryException.class, () -> new DirectoryCatalog(missing).close());
        assertTrue(e.getMessage().contains("mkdir -p " + missing), e.getMessage());
    }

    private Problem awaitProblem() throws Exception {
        return eventually("a problem", () -> catalog.state().problems(), problems -> problems.size() == 1)
                .getFirst();
    }

    private void awaitServices(String... names) throws Exception {
        eventually(
                "services",
                () -> catalog.state().services().keySet().stream()
                        .map(ObjectName::name)
                        .sorted()
                        .toList(),
                found -> found.equals(List.of(names)));
    }
}

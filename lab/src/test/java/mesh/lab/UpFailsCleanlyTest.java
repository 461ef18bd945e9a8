package mesh.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import mesh.lab.made.Ledger;
import mesh.lab.made.Made;
import mesh.lab.made.State;
import mesh.linux.NetworkNamespace;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong with {@code up}, nothing of it stays, or {@code down} removes what stayed. */
@NeedsRoot
@Timeout(60)
class UpFailsCleanlyTest {
    @Test
    void killedWhileItMakesTheNetworkItIsRemovedByDown() throws Exception {
        // A thing is written down before it is made: with the second one there, the first has been made.
        assertDownRemovesWhatACrashLeft(state ->
                state.made().stream().filter(Made.Namespace.class::isInstance).count() > 1);
    }

    @Test
    void killedWhileItStartsProgramsItIsRemovedByDown() throws Exception {
        assertDownRemovesWhatACrashLeft(state -> !state.programs().isEmpty());
    }

    private static void assertDownRemovesWhatACrashLeft(Predicate<State> when) throws Exception {
        try (var mesh = MeshCli.onItsOwn()) {
            var up = mesh.start("up");
            awaitState(mesh, when);
            up.destroyForcibly().waitFor(); // SIGKILL: no hook runs
            assertTrue(mesh.traces().size() > 1, "nothing was made, so nothing is shown");
            var again = mesh.run("up");
            assertEquals(1, again.exit());
            assertTrue(again.error().contains("did not come to its end"), again.error());
            mesh.run("down").orThrow();
            assertEquals(List.of(), mesh.traces());
        }
    }

    @Test
    void interruptedItRemovesWhatItMade() throws Exception {
        try (var mesh = MeshCli.onItsOwn()) {
            var up = mesh.start("up");
            awaitState(mesh, state -> !state.programs().isEmpty());
            up.destroy(); // SIGTERM, as SIGINT of Ctrl-C
            up.waitFor();
            assertEquals(List.of(), mesh.traces());
        }
    }

    @Test
    void aNamespaceOfThatNameIsNamedAndStays() throws Exception {
        try (var mesh = MeshCli.onItsOwn()) {
            var taken = mesh.site().topology().pods().get(1).namespace();
            try (var theirs = NetworkNamespace.create(taken)) {
                var up = mesh.run("up");
                assertEquals(1, up.exit());
                assertTrue(up.error().contains("a network namespace " + taken), up.error());
                assertEquals(List.of(theirs.path().toString()), withoutMounts(mesh.traces()));
            }
        }
    }

    @Test
    void aProxyThatDoesNotStartIsShownWithTheEndOfItsLogAndNothingStays(@TempDir Path home) throws Exception {
        var proxy = Files.createDirectories(home.resolve("proxy-loom/target"));
        Files.writeString(proxy.resolve("proxy-loom.jar"), "no jar");
        Files.writeString(proxy.resolve("proxy.jvm"), "-Xmx24m\n");
        var sample = Files.createDirectories(home.resolve("sample-app/target"));
        Files.writeString(sample.resolve("sample-app.jar"), "no jar");
        var controlPlane = Files.createDirectories(home.resolve("controlplane/target"));
        Files.copy(
                Path.of("").toAbsolutePath().resolveSibling("controlplane/target/controlplane.jar"),
                controlPlane.resolve("controlplane.jar"));
        try (var mesh = MeshCli.withHome(home)) {
            var up = mesh.run("up");
            assertEquals(1, up.exit());
            assertTrue(up.error().contains("the proxy of app-"), up.error());
            assertTrue(up.error().contains("Invalid or corrupt jarfile"), up.error());
            assertEquals(List.of(), mesh.traces());
        }
    }

    @Test
    void whatIsNotBuiltIsNamed(@TempDir Path home) throws Exception {
        var up = MeshCli.withHome(home).run("up"); // makes nothing
        assertEquals(1, up.exit());
        assertTrue(up.error().contains("not built: " + home.resolve("proxy-loom/target/proxy-loom.jar")), up.error());
    }

    @Test
    void withNothingUpDownSaysSoAndOthersAskForUp() throws Exception {
        try (var mesh = MeshCli.onItsOwn()) {
            var down = mesh.run("down").orThrow();
            assertEquals("nothing is up, so there is nothing to remove\n", down.output());
            var status = mesh.run("status");
            assertEquals(Lab.NOT_UP, status.exit());
            assertEquals("mesh status: no mesh is up. `./mesh up` makes one.\n", status.error());
        }
    }

    private static void awaitState(MeshCli mesh, Predicate<State> when) throws IOException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (Ledger.read(mesh.site().stateFile()).filter(when).isEmpty()) {
            assertTrue(System.nanoTime() - deadline < 0, "up does not come that far");
            Thread.onSpinWait();
        }
    }

    private static List<String> withoutMounts(List<String> traces) {
        return traces.stream().filter(trace -> trace.startsWith("/")).toList();
    }
}

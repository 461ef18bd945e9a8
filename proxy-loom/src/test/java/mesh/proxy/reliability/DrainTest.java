package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM: nobody is cut off before the deadline, and nobody keeps the proxy beyond it. */
@NeedsRoot
class DrainTest {
    @ParameterizedTest
    @EnumSource
    void openConnectionsFinishWhileNewOnesToTheAppAreRefused(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers)) {
            mesh.serverInApp(80, Server::echo);
            mesh.serverInPeer(81, Server::echo);
            var open = mesh.fromPeer(Mesh.APP, 80);
            assertEchoes(open);

            proxy.terminate();
            eventually("not ready any more", () -> proxy.get("/ready").status() == 503);
            eventually("new connections to the app are refused", () -> refused(mesh, Mesh.APP, 80));
            assertEchoes(open);
            try (var another = mesh.fromApp(Mesh.PEER, 81)) {
                assertEchoes(another); // the app may need others to answer its last request
            }
            assertTrue(proxy.isAlive());

            finish(open);
            assertEquals(0, proxy.exit(), proxy::errors);
            awaitLogged(proxy, "inbound", "ended");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsStillOpenAtTheDeadlineIsReset(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers, "--drain-timeout", "1s")) {
            mesh.serverInApp(80, Server::echo);
            var open = mesh.fromPeer(Mesh.APP, 80);
            assertEchoes(open);

            proxy.terminate();
            assertThrows(IOException.class, () -> open.getInputStream().read(), "a reset, not a clean end");
            assertEquals(0, proxy.exit(), proxy::errors);
            assertTrue(proxy.errors().contains("drain deadline of 1s passed: 1 connections are reset"), proxy::errors);
            awaitLogged(proxy, "inbound", "drained");
        }
    }

    @Test
    void aProxyAtItsConnectionLimitEndsAtTheDeadlineToo() throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Carriers.OWN, "--drain-timeout", "1s", "--max-connections", "1")) {
            mesh.serverInApp(80, Server::echo);
            assertEchoes(mesh.fromPeer(Mesh.APP, 80));
            mesh.fromPeer(Mesh.APP, 80); // waits in the backlog

            proxy.terminate();
            assertEquals(0, proxy.exit(), proxy::errors);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProxyAtItsConnectionLimitEndsAtTheDeadlineAlsoWhenNobodyWaits(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers, "--drain-timeout", "1s", "--max-connections", "2")) {
            mesh.serverInApp(80, Server::echo);
            assertEchoes(mesh.fromPeer(Mesh.APP, 80));
            assertEchoes(mesh.fromPeer(Mesh.APP, 80)); // its acceptor waits for the limit now, not for the network

            proxy.terminate();
            assertEquals(0, proxy.exit(), proxy::errors);
        }
    }

    private static boolean refused(Mesh mesh, String host, int port) throws Exception {
        try (var _ = mesh.fromPeer(host, port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    /** Waits for such a line of the access log: what the proxy wrote last is read by another thread. */
    private static void awaitLogged(ProxyProcess proxy, String direction, String outcome) throws Exception {
        eventually(
                "logged " + outcome,
                proxy::log,
                lines -> lines.stream()
                        .anyMatch(line -> line.contains("\"direction\":\"" + direction + "\"")
                                && line.contains("\"outcome\":\"" + outcome + "\"")));
    }

    private static void assertEchoes(Socket socket) throws IOException {
        var word = "still here".getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(word);
        assertArrayEquals(word, socket.getInputStream().readNBytes(word.length));
    }

    private static void finish(Socket socket) throws IOException {
        socket.shutdownOutput();
        assertEquals(-1, socket.getInputStream().read());
        socket.close();
    }
}

package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.SocketException;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong beyond the proxy reaches the client as a reset, never as a clean end, and the story says why. */
@NeedsRoot
class UpstreamFailureTest {
    @ParameterizedTest
    @EnumSource
    void aRefusedConnectIsPassedOnAsAReset(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers)) {
            assertReset(() -> mesh.fromApp(Mesh.PEER, 4444));
            assertReset(() -> mesh.fromPeer(Mesh.APP6, 4444));
            for (var direction : new String[] {"outbound", "inbound"}) {
                var story =
                        proxy.story(each -> each.get("direction").textValue().equals(direction));
                assertEquals("connect failed", story.get("outcome").textValue());
                assertTrue(story.get("why").textValue().contains("Connection refused"), story::toString);
                assertTrue(story.get("why").textValue().contains("4444"), story::toString);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpstreamThatDoesNotAnswerIsGivenUpAfterTheConnectTimeout(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers, "--connect-timeout", "300ms")) {
            mesh.peer()
                    .run("iptables", "-A", "INPUT", "-p", "tcp", "--dport", "4444", "-j", "DROP")
                    .orThrow();
            assertReset(() -> mesh.fromApp(Mesh.PEER, 4444));
            var story = proxy.story(_ -> true);
            assertEquals("connect failed", story.get("outcome").textValue());
            assertEquals(
                    "no answer from 10.77.0.3:4444 within 300ms",
                    story.get("why").textValue());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatResetsResetsTheClient(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers)) {
            mesh.serverInPeer(80, connection -> {
                connection.getOutputStream().write(1);
                connection.getInputStream().read();
                connection.setSoLinger(true, 0); // close(2) sends RST
            });
            var client = mesh.fromApp(Mesh.PEER, 80);
            assertEquals(1, client.getInputStream().read());
            client.getOutputStream().write(1);
            assertReset(() -> client);
            assertEquals("reset", proxy.story(_ -> true).get("outcome").textValue());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdleConnectionIsResetOnBothSides(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers, "--idle-timeout", "500ms")) {
            var server = mesh.serverInPeer(80, Server::echo);
            var client = mesh.fromApp(Mesh.PEER, 80);
            assertReset(() -> client);
            var story = proxy.story(_ -> true);
            assertEquals("timed out", story.get("outcome").textValue());
            assertEquals("idle: nothing moved for 500ms", story.get("why").textValue());
            assertEquals(1, server.connections());
            assertEquals(0, proxy.openConnections());
        }
    }

    /** The JDK's poller ends a wait by itself after 5 s, poll(2) after 1 s: that must not put the timeout off. */
    @ParameterizedTest
    @EnumSource
    void anIdleConnectionIsResetAlsoWhenTheWaitForItEndedEarlierInBetween(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers, "--idle-timeout", "6s")) {
            mesh.serverInPeer(80, Server::echo);
            var client = mesh.fromApp(Mesh.PEER, 80);
            client.setSoTimeout(9_000); // put off once, it would come after 11 s
            assertReset(() -> client);
            var story = proxy.story(_ -> true);
            assertEquals("idle: nothing moved for 6s", story.get("why").textValue());
        }
    }

    private interface Client {
        Socket connected() throws Exception;
    }

    /** The client learns it while it reads, or sooner: a fast reset arrives before its connect(2) has returned. */
    private static void assertReset(Client client) {
        var reset = assertThrows(
                SocketException.class, () -> client.connected().getInputStream().readAllBytes());
        assertTrue(reset.getMessage().contains("reset"), reset::toString);
    }
}

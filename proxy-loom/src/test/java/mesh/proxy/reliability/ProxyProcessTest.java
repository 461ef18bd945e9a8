package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.proxy.reliability.ProxyProcess.Launch;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proxy as a program: what it leaves behind, what it writes, and how it gets on with others. */
@NeedsRoot
class ProxyProcessTest {
    private static final int MANY = 1_000;

    @ParameterizedTest
    @EnumSource
    void aThousandQuickConnectionsLeaveNothingButTheirLines(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers)) {
            var server = mesh.serverInPeer(80, Server::echo);
            echo(mesh.fromApp(Mesh.PEER, 80));
            eventually("it is closed", () -> proxy.openConnections() == 0);
            long before = proxy.descriptorsButFiles();

            for (int i = 1; i < MANY; i++) {
                echo(mesh.fromApp(Mesh.PEER, 80));
            }
            eventually("all are closed", () -> proxy.openConnections() == 0);
            eventually("no descriptor is left", proxy::descriptorsButFiles, now -> now <= before);
            eventually("each has its line", () -> (long) proxy.log().size(), lines -> lines == MANY);
            assertEquals(MANY, proxy.log().stream().distinct().count());
            assertTrue(proxy.log().stream().allMatch(line -> line.contains("\"outcome\":\"ended\"")));
            assertEquals(MANY, server.connections());
            assertEquals(0, proxy.metric("mesh_events_lost_total"));
        }
    }

    /** As a Job's container asks for it that has done its work. */
    @Test
    void askedToQuitItDrainsAndExitsWithoutAnError() throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Carriers.OWN, "--drain-delay", "0s")) {
            var server = mesh.serverInPeer(80, Server::echo);
            try (var open = mesh.fromApp(Mesh.PEER, 80)) {
                eventually("it is connected", () -> server.connections() == 1);
                assertEquals(200, Http.post(mesh.app(), "127.0.0.1", "/quit").status());
                assertTrue(proxy.isAlive(), "it waits for what is open");
                open.shutdownOutput();
                assertEquals(-1, open.getInputStream().read());
            }
            assertEquals(0, proxy.exit());
        }
    }

    @Test
    void aLogThatCannotBeWrittenEndsAndTheTrafficGoesOn() throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Carriers.OWN, "--access-log", "/dev/full")) {
            mesh.serverInPeer(80, Server::echo);
            for (int i = 0; i < 3; i++) {
                echo(mesh.fromApp(Mesh.PEER, 80));
                eventually("the log is written", () -> proxy.stories().size(), stories -> stories > 0);
            }
            eventually("three stories", () -> proxy.stories().size() == 3);
            assertEquals(
                    1,
                    proxy.errors()
                            .lines()
                            .filter(line -> line.startsWith("access log ends here, the proxy goes on: "))
                            .count(),
                    proxy::errors);
        }
    }

    @Test
    void aSecondProxyOnTheSamePortSaysWhoHasItAndTheFirstGoesOn() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            mesh.serverInPeer(80, Server::echo);
            try (var second = Launch.in(mesh.app(), "--admin", "15021").start()) {
                assertEquals(1, second.exit());
                assertTrue(second.errors().contains("the outbound port 127.0.0.1:15001 cannot be had"), second::errors);
                assertTrue(second.errors().contains("ss -tlnp"), second::errors);
            }
            echo(mesh.fromApp(Mesh.PEER, 80));
        }
    }

    @Test
    void aPortThatCannotBeHadIsNamedWithTheReason() throws Exception {
        try (var mesh = new Mesh()) {
            mesh.serverInApp(15020, Server::echo);
            assertDoesNotStart(mesh, "--inbound", "16006", "the admin port", "ss -tlnp");
            assertDoesNotStart(mesh, "--outbound", "80", "Permission denied", "CAP_NET_BIND_SERVICE");
            assertDoesNotStart(mesh, "--inbound", "192.0.2.1:15006", "Cannot assign", "ip address");
            assertDoesNotStart(mesh, "--access-log", "/no/such/folder", "access log /no/such/folder", "--access-log");
        }
    }

    private static void assertDoesNotStart(Mesh mesh, String flag, String value, String why, String clue)
            throws Exception {
        try (var proxy = Launch.in(mesh.app(), flag, value).start()) {
            assertEquals(1, proxy.exit());
            eventually("it says why", proxy::errors, text -> text.contains(why) && text.contains(clue));
        }
    }

    @Test
    void aNeighbourSeesOnlyWhatProbesAndPrometheusNeed() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            for (var page : List.of("/ready", "/live", "/metrics")) {
                assertEquals(200, Http.get(mesh.peer(), Mesh.APP, page).status(), page);
            }
            for (var page : List.of("/config", "/stories")) {
                assertEquals(403, Http.get(mesh.peer(), Mesh.APP, page).status(), page);
            }
        }
    }

    @Test
    void severalProxiesOnOneMachineEachServeTheirOwn() throws Exception {
        try (var mesh = new Mesh();
                var first = mesh.proxy(Carriers.OWN);
                var second = Launch.in(
                                mesh.app(),
                                "--inbound",
                                "16006",
                                "--outbound",
                                "16001",
                                "--admin",
                                "16020",
                                "--forward-to",
                                Mesh.PEER + ":80")
                        .ready()) {
            mesh.serverInPeer(80, Server::echo);
            echo(mesh.fromApp(Mesh.PEER, 80));
            echo(mesh.fromApp("127.0.0.1", 16006)); // nothing redirects to it; it forwards
            first.story(_ -> true);
            assertEquals(1, first.stories().size());
            second.terminate();
            assertEquals(0, second.exit());
            assertEquals(1, second.log().size());
            echo(mesh.fromApp(Mesh.PEER, 80));
        }
    }

    @Test
    void aJdkThatDoesNotLetUsInIsToldOnceAndTheTrafficGoesOn() throws Exception {
        try (var mesh = new Mesh();
                var proxy = Launch.in(mesh.app()).withoutOpens().ready()) {
            mesh.serverInPeer(80, Server::echo);
            echo(mesh.fromApp(Mesh.PEER, 80));
            proxy.story(_ -> true);
            assertEquals(
                    1,
                    proxy.errors()
                            .lines()
                            .filter(line -> line.startsWith("running on the JDK's scheduler"))
                            .count(),
                    proxy::errors);
            assertTrue(proxy.get("/config").body().contains("\"carriers\":\"jdk\""));
        }
    }

    @Test
    void aLineOfTheLogHasWhoWhereAndHowMuch() throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Carriers.OWN)) {
            mesh.serverInApp(80, Server::echo);
            echo(mesh.fromPeer(Mesh.APP, 80));
            var line = eventually("it is logged", proxy::log, lines -> lines.size() == 1)
                    .getFirst();
            for (var part : List.of(
                    "\"event\":\"connection\"",
                    "\"direction\":\"inbound\"",
                    "\"downstream\":\"10.77.0.3:",
                    "\"destination\":\"10.77.0.2:80\"",
                    "\"sentBytes\":5",
                    "\"receivedBytes\":5")) {
                assertTrue(line.contains(part), line);
            }
        }
    }

    private static void echo(Socket client) throws IOException {
        client.getOutputStream().write("quick".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        client.shutdownOutput();
        assertEquals(5, client.getInputStream().readAllBytes().length);
        client.close();
    }
}

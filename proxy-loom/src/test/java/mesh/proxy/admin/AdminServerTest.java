package mesh.proxy.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.proxy.telemetry.AccessLog;
import mesh.proxy.telemetry.HopEvent.Accepted;
import mesh.proxy.telemetry.HopEvent.Closed;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvent.Outcome;
import mesh.proxy.telemetry.HopEvents;
import mesh.proxy.telemetry.ProxyReadings;
import mesh.proxy.telemetry.Telemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AtomicInteger quits = new AtomicInteger();
    private Telemetry telemetry;
    private HopEvents ring;
    private AdminServer admin;

    private record Answer(int status, String head, String body) {}

    @BeforeEach
    void start() throws IOException {
        telemetry = new Telemetry(10, ProxyReadings.NONE, AccessLog.off());
        ring = telemetry.ring();
        admin = AdminServer.start(
                new InetSocketAddress(0),
                telemetry,
                ready::get,
                () -> json -> json.writeString("the config"),
                quits::incrementAndGet);
    }

    @AfterEach
    void stop() {
        admin.close();
        telemetry.close();
    }

    @Test
    void readyFollowsTheProxyAndLiveDoesNot() throws Exception {
        assertEquals(200, get("/ready").status);
        ready.set(false);
        assertEquals(503, get("/ready").status);
        assertEquals("not ready: starting or draining\n", get("/ready").body);
        assertEquals(200, get("/live").status);
    }

    @Test
    void theConfigurationIsJson() throws Exception {
        assertEquals("\"the config\"\n", get("/config").body);
        assertTrue(get("/config").head.contains("application/json"));
    }

    @Test
    void metricsAreInPrometheusFormat() throws Exception {
        var answer = get("/metrics");
        assertTrue(answer.head.contains("text/plain; version=0.0.4"), answer.head);
        assertTrue(answer.body.contains("# TYPE mesh_connections_open gauge"), answer.body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/readyy", "/ready/x", "/stories/1", "/favicon.ico"})
    void aPageThatThereIsNotListsThoseThereAre(String path) throws Exception {
        var answer = get(path);
        assertEquals(404, answer.status);
        assertEquals("no such page; there are /ready /live /metrics /config /stories, and POST /quit\n", answer.body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD"})
    void onlyGetIsAllowed(String method) throws Exception {
        var answer = ask(InetAddress.getLoopbackAddress(), method, "/ready");
        assertEquals(405, answer.status);
        assertTrue(answer.head.contains("Allow: GET"), answer.head);
    }

    @Test
    void quitBeginsTheDrainAndSaysSo() throws Exception {
        var answer = ask(InetAddress.getLoopbackAddress(), "POST", "/quit");
        assertEquals(200, answer.status);
        assertEquals("draining, then exit 0\n", answer.body);
        assertEquals(1, quits.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD"})
    void nothingButAPostQuits(String method) throws Exception {
        var answer = ask(InetAddress.getLoopbackAddress(), method, "/quit");
        assertEquals(405, answer.status);
        assertTrue(answer.head.contains("Allow: POST"), answer.head);
        assertEquals(0, quits.get());
    }

    @Test
    void nobodyOutsideThePodQuits() throws Exception {
        var outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
        assumeTrue(outside.isPresent(), "this machine has no address but loopback");
        assertEquals(403, ask(outside.get(), "POST", "/quit").status);
        assertEquals(0, quits.get());
    }

    @Test
    void storiesAreReadFromWhereOneLeftOff() throws Exception {
        for (int i = 1; i <= 3; i++) {
            ring.emit(new Closed(i, 1, Direction.INBOUND, 0, 0, Outcome.ENDED, ""));
        }
        assertTrue(get("/stories").body.contains("\"next\":3"));
        var later = get("/stories?after=2&limit=10").body;
        assertTrue(later.startsWith("{\"stories\":[{\"seq\":3,"), later);
        assertEquals("{\"stories\":[],\"next\":3,\"lost\":0}\n", get("/stories?after=3").body);
        assertTrue(get("/stories?limit=1").body.contains("\"seq\":3"));
    }

    @Test
    void openConnectionsAreToldOnRequestAsFarAsTheyHaveCome() throws Exception {
        var client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40000);
        ring.emit(new Accepted(1, 1, Direction.INBOUND, client, client));
        ring.emit(new Closed(1, 2, Direction.INBOUND, 0, 0, Outcome.ENDED, ""));
        ring.emit(new Accepted(2, 3, Direction.INBOUND, client, client));
        var told = get("/stories?open=10").body;
        var open = told.substring(told.indexOf("\"open\":["));
        assertTrue(open.startsWith("\"open\":[{\"seq\":0,\"connection\":2,\"direction\":\"inbound\","), told);
        assertTrue(open.contains("\"outcome\":\"open\"") && !open.contains("\"connection\":1,"), told);
        assertTrue(get("/stories?open=0").body.contains("\"connection\":1,"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"after=x", "after=-1", "limit=", "since=3", "after=1&&limit=2", "after=9999999999999999999"})
    void aParameterThatThereIsNotIsAnError(String query) throws Exception {
        var answer = get("/stories?" + query);
        assertEquals(400, answer.status, answer.body);
        assertTrue(answer.body.contains("after=SEQ, limit=N and open=N"), answer.body);
    }

    private Answer get(String path) throws IOException {
        return ask(InetAddress.getLoopbackAddress(), "GET", path);
    }

    private Answer ask(InetAddress host, String method, String path) throws IOException {
        try (var socket = new Socket(host, admin.address().getPort())) {
            socket.setSoTimeout(20_000);
            var request = "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(method, path);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int head = answer.indexOf("\r\n\r\n");
            return new Answer(
                    Integer.parseInt(answer.substring(9, 12)), answer.substring(0, head), answer.substring(head + 4));
        }
    }
}

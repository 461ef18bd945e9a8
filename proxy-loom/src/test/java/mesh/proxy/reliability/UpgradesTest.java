package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Reliability 19: a connection that becomes something else than HTTP, and headers that are for one hop only
 * (linkerd2#6769, and its proxy's tests of the same names).
 */
@NeedsRoot
class UpgradesTest {
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n";
    private static final String WEBSOCKET =
            "GET /chat HTTP/1.1\r\nHost: peer\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private static Mesh mesh;

    @BeforeAll
    static void start() throws Exception {
        mesh = new Mesh();
        mesh.proxy(Mesh.Carriers.OWN);
    }

    @AfterAll
    static void stop() throws Exception {
        mesh.close();
    }

    @Test
    void afterA101BytesGoBothWaysUntilBothSidesHaveEnded() throws Exception {
        mesh.serverInPeer(9001, connection -> {
            var in = new BufferedInputStream(connection.getInputStream());
            var request = HttpMessage.read(in, true);
            boolean asked = "websocket".equals(request.header("upgrade"))
                    && "upgrade".equalsIgnoreCase(request.header("connection"));
            say(connection, asked ? SWITCHED + "hello" : HttpServer.status(400)); // its first bytes in the same segment
            say(connection, "<" + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1) + ">"); // after its FIN
        });
        try (var client = client(9001)) {
            var answer = client.ask(WEBSOCKET);
            assertEquals(101, answer.status());
            assertEquals("websocket", answer.header("upgrade"));
            assertEquals("hello", text(client, 5));
            client.send("GET / is no request any more\r\n\r\n");
            client.socket().shutdownOutput();
            assertEquals("<GET / is no request any more\r\n\r\n>", rest(client));
        }
    }

    /** They wait until the server has said what they are. */
    @Test
    void bytesBehindTheUpgradeRequestAreNotLost() throws Exception {
        mesh.serverInPeer(9002, connection -> {
            var in = new BufferedInputStream(connection.getInputStream());
            HttpMessage.read(in, true);
            say(connection, SWITCHED);
            say(connection, new String(in.readNBytes(5), StandardCharsets.ISO_8859_1));
        });
        try (var client = client(9002)) {
            assertEquals(101, client.ask(WEBSOCKET + "early").status());
            assertEquals("early", text(client, 5));
        }
    }

    @Test
    void anUpgradeThatTheServerDeclinesLeavesHttp() throws Exception {
        HttpServer server = mesh.own(HttpServer.start(mesh.peer(), 9003, _ -> HttpServer.ok("no")));
        try (var client = client(9003)) {
            assertEquals("no", client.ask(WEBSOCKET).body());
            assertEquals("no", client.get("/").body());
        }
        assertEquals(2, server.requests());
    }

    @Test
    void aConnectThatIsAnsweredWith200BecomesATunnel() throws Exception {
        mesh.serverInPeer(9004, connection -> {
            var in = new BufferedInputStream(connection.getInputStream());
            var request = HttpMessage.read(in, true);
            say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
            say(connection, request.start());
            in.transferTo(connection.getOutputStream());
        });
        try (var client = client(9004)) {
            client.send("CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n");
            var answer = client.answer(true);
            assertEquals(List.of("HTTP/1.1 200 OK"), answer.lines()); // RFC 9110, section 9.3.6: no length
            assertEquals("CONNECT db:5432 HTTP/1.1", text(client, 24));
            client.send("any bytes");
            assertEquals("any bytes", text(client, 9));
            client.socket().shutdownOutput();
            assertEquals("", rest(client));
        }
    }

    @Test
    void aConnectThatIsRefusedLeavesHttp() throws Exception {
        mesh.own(HttpServer.start(
                mesh.peer(), 9005, request -> HttpServer.status(request.path().length() > 5 ? 403 : 204)));
        try (var client = client(9005)) {
            assertEquals(
                    403,
                    client.ask("CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n")
                            .status());
            assertEquals(
                    204, client.ask("OPTIONS / HTTP/1.1\r\nHost: peer\r\n\r\n").status());
        }
    }

    /** http11_upgrade_h2_stripped: its streams would pass us unseen. */
    @Test
    void anUpgradeToH2cIsNotPassedOn() throws Exception {
        mesh.own(HttpServer.start(mesh.peer(), 9006, UpgradesTest::told));
        try (var client = client(9006)) {
            var seen = client.get(
                    "/", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n");
            assertEquals("GET / HTTP/1.1|Host: app-b", seen.body());
        }
    }

    @Test
    void headersForOneHopAreNotPassedOn() throws Exception {
        mesh.own(HttpServer.start(
                mesh.peer(), 9007, request -> crlf("""
                HTTP/1.1 200 OK
                Keep-Alive: timeout=9
                Connection: X-Hop
                X-Hop: 1
                X-End: 2
                Upgrade: h2c
                Proxy-Connection: close
                Content-Length: 0
                X-Seen: %s

                """.formatted(String.join("|", request.lines())))));
        try (var client = client(9007)) {
            var answer = client.get("/", crlf("""
                    X-End: 2
                    connection: x-hop, TE, Host
                    X-HOP: 1
                    Keep-Alive: 5
                    TE: trailers, gzip
                    Proxy-Connection: keep-alive
                    Upgrade: websocket
                    """));
            assertEquals(
                    List.of(
                            "HTTP/1.1 200 OK",
                            "X-End: 2",
                            "Content-Length: 0",
                            "X-Seen: GET / HTTP/1.1|Host: app-b|X-End: 2|TE: trailers|Connection: TE"),
                    answer.lines());
        }
    }

    /** Bytes behind it would be read as another protocol by one side only. */
    @Test
    void a101ThatNobodyAskedForIs502() throws Exception {
        mesh.own(HttpServer.start(mesh.peer(), 9008, _ -> SWITCHED));
        try (var client = client(9008)) {
            assertEquals(502, client.get("/").status());
        }
    }

    private static String crlf(String lines) {
        return lines.replace("\n", "\r\n");
    }

    private static String told(HttpMessage request) {
        return HttpServer.ok(String.join("|", request.lines()));
    }

    private static HttpClient client(int port) throws Exception {
        return new HttpClient(mesh.fromApp(Mesh.PEER, port));
    }

    private static void say(Socket connection, String text) throws Exception {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(HttpClient client, int bytes) throws Exception {
        return new String(client.in().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    private static String rest(HttpClient client) throws Exception {
        return new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}

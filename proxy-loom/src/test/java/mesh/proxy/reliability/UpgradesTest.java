package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reliability item 19: what HTTP/1.1 allows beside a plain request and its answer. */
@NeedsRoot
class UpgradesTest {
    @ParameterizedTest
    @EnumSource
    void afterAnUpgradeBytesOfAnyKindGoBothWays(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(carriers)) {
            mesh.serverInPeer(80, connection -> {
                var request = HttpMessage.read(connection.getInputStream(), false);
                assertEquals("websocket", request.header("upgrade"));
                assertEquals("upgrade", request.header("connection"));
                write(connection, "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nhello ");
                connection.getInputStream().transferTo(connection.getOutputStream());
            });
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                var answer = client.get("/chat", "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n");
                assertEquals(101, answer.status());
                client.send("\0\1\2 no HTTP");
                client.socket().shutdownOutput();
                assertEquals(
                        "hello \0\1\2 no HTTP", new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void aConnectIsATunnelOnceItIsAnswered() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            mesh.serverInPeer(80, connection -> {
                var request = HttpMessage.read(connection.getInputStream(), true);
                assertEquals("CONNECT far.example:443 HTTP/1.1", request.start());
                write(connection, "HTTP/1.1 200 Yes\r\n\r\n");
                connection.getInputStream().transferTo(connection.getOutputStream());
            });
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                client.send("CONNECT far.example:443 HTTP/1.1\r\nHost: far.example:443\r\n\r\nearly");
                assertEquals(200, client.answer(true).status());
                client.socket().shutdownOutput();
                assertEquals("early", new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void aDeclinedUpgradeAndARefusedConnectLeaveHttp() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            httpServer(
                    mesh,
                    request -> request.start().startsWith("CONNECT ")
                            ? HttpServer.status(403)
                            : HttpServer.ok("no " + request.header("upgrade")));
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                assertEquals(
                        "no x",
                        client.get("/", "Upgrade: x\r\nConnection: upgrade\r\n").body());
                assertEquals(
                        403,
                        client.ask("CONNECT far.example:443 HTTP/1.1\r\nHost: far.example:443\r\n\r\n")
                                .status());
                assertEquals("no null", client.get("/").body());
            }
        }
    }

    @Test
    void http2ByUpgradeIsNotOfferedAndWhatIsForOneHopStays() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            var seen = new CopyOnWriteArrayList<String>();
            httpServer(mesh, request -> {
                seen.addAll(request.lines());
                return HttpServer.ok("")
                        .replace("OK\r\n", "OK\r\nKeep-Alive: timeout=5\r\nX-Server: 1\r\nConnection: x-server\r\n");
            });
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                var headers = List.of(
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
                        "X-Once: 1",
                        "Connection: Upgrade, HTTP2-Settings, X-Once",
                        "X-KEPT: 1");
                var answer = client.get("/", String.join("\r\n", headers) + "\r\n");
                assertEquals(200, answer.status());
                assertNull(answer.header("keep-alive"));
                assertNull(answer.header("x-server"));
            }
            assertEquals(List.of("GET / HTTP/1.1", "Host: app-b", "X-KEPT: 1"), seen);
        }
    }

    @Test
    void anUpgradeThatNobodyAskedForIsNoAnswer() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            httpServer(mesh, _ -> "HTTP/1.1 101 Surprise\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                assertEquals(502, client.get("/").status());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoExpects100SendsTheBodyOnceTheServerAsksForIt(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(carriers)) {
            mesh.serverInPeer(80, connection -> {
                var in = connection.getInputStream();
                var head = HttpMessage.read(in, true);
                write(connection, "HTTP/1.1 100 Go on\r\n\r\n");
                var body = new String(
                        in.readNBytes(Integer.parseInt(head.header("content-length"))), StandardCharsets.ISO_8859_1);
                write(connection, HttpServer.ok("got " + body));
            });
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
                assertEquals(100, client.answer(false).status());
                client.send("body");
                assertEquals("got body", client.answer(false).body());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatAnswersBeforeTheBodyIsThereIsHeard(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(carriers)) {
            mesh.serverInPeer(80, connection -> {
                HttpMessage.read(connection.getInputStream(), true);
                write(connection, "HTTP/1.1 413 Too much\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
            });
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1000));
                var answer = client.answer(false);
                assertEquals(413, answer.status());
                assertEquals("no", answer.body());
                assertEquals("close", answer.header("connection"));
                assertEquals(-1, client.in().read());
            }
        }
    }

    @Test
    void answersWithoutABodyAreNotWaitedFor() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            httpServer(mesh, request -> switch (request.path()) {
                case "/204" -> "HTTP/1.1 204 No\r\n\r\n";
                case "/304" -> "HTTP/1.1 304 Not\r\nContent-Length: 99\r\n\r\n";
                case "/hints" -> "HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + HttpServer.ok("late");
                default -> "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";
            });
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                assertEquals(204, client.get("/204").status());
                client.send("GET /304 HTTP/1.1\r\nHost: x\r\n\r\n");
                assertEquals("99", client.answer(true).header("content-length"));
                assertEquals(
                        "99", client.ask("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").header("content-length"));
                assertEquals(103, client.get("/hints").status());
                assertEquals("late", client.answer(false).body());
            }
        }
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInTheirOrder() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            httpServer(mesh, request -> HttpServer.ok(request.path() + request.body()));
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
                        + "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
                        + "POST /3 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nT: 1\r\n\r\n"
                        + "GET /4 HTTP/1.1\r\nHost: x\r\n\r\n");
                assertEquals("/1", client.answer(false).body());
                assertEquals("/2body", client.answer(false).body());
                assertEquals("/3hi[T: 1]", client.answer(false).body());
                assertEquals("/4", client.answer(false).body());
            }
        }
    }

    @Test
    void aClientOfHttp10IsSentNoChunks() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            httpServer(
                    mesh, _ -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                client.send("GET / HTTP/1.0\r\n\r\n");
                var all = new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertTrue(all.endsWith("\r\n\r\nabcde"), all);
            }
        }
    }

    private static void httpServer(Mesh mesh, HttpServer.Handler handler) throws Exception {
        mesh.own(HttpServer.start(mesh.peer(), 80, handler));
    }

    private static void write(Socket connection, String bytes) throws IOException {
        connection.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}

package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reliability 19: where messages end, in every way that HTTP/1 has to say so, and what passes as it came. */
@NeedsRoot
class FramingTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

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
    void aServerThatRefusesTheBodyIsHeardAtOnce() throws Exception {
        mesh.serverInPeer(9102, connection -> {
            HttpMessage.read(new BufferedInputStream(connection.getInputStream()), true);
            say(connection, HttpServer.status(417));
            connection.getInputStream().readAllBytes();
        });
        try (var client = client(9102)) {
            client.send("POST / HTTP/1.1\r\nHost: peer\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertEquals(417, client.answer(false).status());
            assertEquals(-1, client.in().read(), "whether the body comes is open, so nothing can follow");
        }
    }

    /** It does not read on: a proxy that first sends the whole body waits for ever. */
    @Test
    void anAnswerBeforeTheEndOfTheBodyReachesTheClient() throws Exception {
        mesh.serverInPeer(9103, connection -> {
            HttpMessage.read(new BufferedInputStream(connection.getInputStream()), true);
            say(connection, "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
            connection.shutdownOutput();
            Thread.sleep(Duration.ofSeconds(20)); // open, and unread; ends with the test
        });
        try (var client = client(9103)) {
            var sending = Thread.startVirtualThread(() -> sendMuch(client));
            var answer = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> client.answer(false));
            assertEquals(413, answer.status());
            assertEquals("big", answer.body());
            client.socket().close();
            sending.join();
        }
    }

    private static void sendMuch(HttpClient client) {
        try {
            client.send("POST / HTTP/1.1\r\nHost: peer\r\nContent-Length: 1000000000\r\n\r\n");
            var part = "x".repeat(100_000);
            for (int sent = 0; sent < 10_000; sent++) {
                client.send(part);
            }
        } catch (java.io.IOException e) {
            // Nobody takes it, which is what the answer said.
        }
    }

    @Test
    void http10KeepsItsConnectionWhenItAsksForThat() throws Exception {
        var server = mesh.own(HttpServer.start(mesh.peer(), 9105, request -> HttpServer.ok(request.path())));
        try (var client = client(9105)) {
            var kept = client.ask("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertEquals("keep-alive", kept.header("connection"));
            assertEquals("/1", kept.body());
            var last = client.ask("GET /2 HTTP/1.0\r\n\r\n");
            assertEquals("close", last.header("connection"));
            assertEquals("/2", last.body());
            assertEquals(-1, client.in().read());
        }
        assertEquals(1, server.connections());
    }

    @Test
    void http10GetsNoChunksAndNo1xx() throws Exception {
        mesh.own(HttpServer.start(
                mesh.peer(),
                9106,
                _ -> "HTTP/1.1 103 Early Hints\r\n\r\n" + CHUNKED
                        + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n"));
        try (var client = client(9106)) {
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertEquals(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello world",
                    new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aBodyThatEndsWithTheConnectionEndsItHereToo() throws Exception {
        mesh.own(HttpServer.start(mesh.peer(), 9107, _ -> "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end"));
        try (var client = client(9107)) {
            var answer = client.get("/");
            assertEquals("until the end", answer.body());
            assertEquals("close", answer.header("connection"));
        }
    }

    @Test
    void namesValuesAndTheirOrderPassAsTheyCame() throws Exception {
        var headers = "X-Zulu: 1\r\nx-ALPHA: two  words\r\nSet-Cookie: a\r\nX-Mid: \r\nSet-Cookie: b\r\n";
        mesh.own(HttpServer.start(
                mesh.peer(),
                9110,
                request -> "HTTP/1.1 200 Fine, thanks\r\n" + headers + "Content-Length: "
                        + String.join("|", request.lines()).length() + "\r\n\r\n" + String.join("|", request.lines())));
        try (var client = client(9110)) {
            client.send("GET /%7e?A=b HTTP/1.1\r\nhOST: Peer\r\n" + headers + "\r\n");
            var answer = client.answer(false);
            assertEquals(
                    "GET /%7e?A=b HTTP/1.1|hOST: Peer|X-Zulu: 1|x-ALPHA: two  words|Set-Cookie: a|X-Mid: |Set-Cookie: b",
                    answer.body());
            assertEquals(
                    List.of(
                            "HTTP/1.1 200 Fine, thanks",
                            "X-Zulu: 1",
                            "x-ALPHA: two  words",
                            "Set-Cookie: a",
                            "X-Mid: ",
                            "Set-Cookie: b"),
                    answer.lines().subList(0, 6));
        }
    }

    private static HttpClient client(int port) throws Exception {
        return new HttpClient(mesh.fromApp(Mesh.PEER, port));
    }

    private static void say(Socket connection, String text) throws Exception {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}

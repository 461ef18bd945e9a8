package mesh.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPagesTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer appB;
    private HttpServer appA;

    @BeforeEach
    void start() throws IOException {
        appB = HttpPages.start(new Self("app-b", "v2"), 0, Optional.empty());
        appA = HttpPages.start(new Self("app-a", "v1"), 0, Optional.of(new PeerCalls(url(appB, ""))));
    }

    @AfterEach
    void stop() {
        appA.stop(0);
        appB.stop(0);
        client.close();
    }

    @Test
    void tellsItsVersionAndWhatItSawOfThePeer() throws Exception {
        var answer = get(appB, "/", "*/*").body();
        assertTrue(answer.startsWith("hello from app-b v2\nGET / HTTP/1.1\nfrom 127.0.0.1:"), answer);
        assertTrue(answer.contains("\n  host: localhost:"), answer);
    }

    @Test
    void answersJsonToWhoAsksForIt() throws Exception {
        var answer = get(appB, "/", "application/json");
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(
                answer.body()
                        .startsWith(
                                "{\"name\":\"app-b\",\"version\":\"v2\",\"pod\":\"app-b\",\"request\":\"GET / HTTP/1.1\""),
                answer.body());
    }

    @Test
    void callsItsPeerOnDemandWithAPathThatCarriesAQuery() throws Exception {
        var answer = get(appA, "/call?path=/slow?ms=30", "application/json").body();
        assertTrue(answer.contains("\"status\":200"), answer);
        assertTrue(answer.contains("GET /slow?ms=30 HTTP/1.1"), answer);
    }

    @Test
    void aPeerThatIsNotThereIsABadGatewayThatNamesIt() throws Exception {
        var gone = url(appB, "/");
        appB.stop(0);
        var answer = get(appA, "/call?path=/", "*/*");
        assertEquals(502, answer.statusCode());
        assertTrue(answer.body().contains("no answer from " + gone), answer.body());
    }

    @Test
    void answersWithTheStatusAskedForAndRefusesWhatIsNone() throws Exception {
        assertEquals(503, get(appB, "/status/503", "*/*").statusCode());
        assertEquals(204, get(appB, "/status/204", "*/*").statusCode());
        var refused = get(appB, "/status/fast", "*/*");
        assertEquals(400, refused.statusCode());
        assertEquals("/status/fast is not a whole number from 200 to 599\n", refused.body());
        assertEquals(404, get(appB, "/none", "*/*").statusCode());
    }

    @Test
    void pausesAsLongAsAsked() throws Exception {
        long start = System.nanoTime();
        assertEquals(200, get(appB, "/slow?ms=120", "*/*").statusCode());
        assertTrue(System.nanoTime() - start >= 120_000_000);
        assertEquals(400, get(appB, "/slow?ms=-1", "*/*").statusCode());
    }

    @Test
    void echoesABodyOfKnownAndOfUnknownLength() throws Exception {
        var body = new byte[300_000];
        new Random(7).nextBytes(body);
        assertArrayEquals(body, echo(BodyPublishers.ofByteArray(body)));
        assertArrayEquals(body, echo(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertEquals(0, echo(BodyPublishers.noBody()).length);
    }

    @Test
    void aTakenPortIsNamedWithWhatToDo() throws Exception {
        try (var taken = new ServerSocket(0)) {
            var e = assertThrows(
                    IOException.class,
                    () -> HttpPages.start(new Self("x", "v1"), taken.getLocalPort(), Optional.empty()));
            assertTrue(e.getMessage().contains("port " + taken.getLocalPort())
                    && e.getMessage().contains("--port"));
        }
    }

    private byte[] echo(HttpRequest.BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(url(appB, "/echo")).POST(body).build();
        return client.send(request, BodyHandlers.ofByteArray()).body();
    }

    private HttpResponse<String> get(HttpServer server, String path, String accept) throws Exception {
        var request = HttpRequest.newBuilder(url(server, path))
                .header("Accept", accept)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static URI url(HttpServer server, String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }
}

package mesh.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each request of a load is told of, and each failure once, by its kind. */
@Timeout(60)
class LoadTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer appB;
    private HttpServer appA;

    @BeforeEach
    void start() throws IOException {
        appB = HttpPages.start(new Self("app-b", "v2", "app-b-7"), 0, Optional.empty());
        appA = HttpPages.start(
                new Self("app-a", "v1"), 0, Optional.of(new PeerCalls(URI.create("http://localhost:" + port(appB)))));
    }

    @AfterEach
    void stop() {
        appA.stop(0);
        appB.stop(0);
        client.close();
    }

    @Test
    void eachAnswerIsALineThatSaysWhoGaveIt() throws Exception {
        for (var reuse : List.of("1", "0")) {
            var lines =
                    load("count=25&connections=3&reuse=" + reuse).body().lines().toList();
            assertEquals(25, lines.size());
            assertTrue(
                    lines.stream()
                            .allMatch(
                                    line -> line.startsWith(
                                            "{\"pod\":\"app-b-7\",\"version\":\"v2\",\"status\":200,\"failure\":\"\",\"micros\":")),
                    lines.toString());
        }
    }

    @Test
    void aRateIsKept() throws Exception {
        long start = System.nanoTime();
        assertEquals(11, load("count=11&rate=50").body().lines().count());
        assertTrue(System.nanoTime() - start >= 200_000_000); // ten pauses of 20 ms
    }

    @Test
    void anErrorIsAFailureOfItsStatus() throws Exception {
        assertTrue(load("count=1&path=/status/503").body().contains("\"status\":503,\"failure\":\"status 503\""));
    }

    @Test
    void aPeerThatIsNotThereIsAFailureOfEachRequest() throws Exception {
        appB.stop(0);
        var told = load("count=7").body();
        assertEquals(
                7,
                told.lines()
                        .filter(line -> line.contains("\"status\":0,\"failure\":\"not connected: Connection refused\""))
                        .count(),
                told);
    }

    @Test
    void aKeptConnectionThatEndsIsAFailureOfTheRequestOnIt() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> answerOnceAndHangUp(server));
            var connection = new PeerConnection(URI.create("http://localhost:" + server.getLocalPort()), true);
            assertEquals("", connection.get("/").failure());
            assertTrue(connection.get("/").failure().endsWith(", on a connection used before"));
        }
    }

    @Test
    void whatIsOutOfRangeIsRefused() throws Exception {
        for (var query : List.of("count=0", "rate=10001", "connections=65", "to=a/b", "path=x")) {
            assertEquals(400, load(query).statusCode(), query);
        }
    }

    private static void answerOnceAndHangUp(ServerSocket server) {
        try (var connection = server.accept()) {
            assertTrue(connection.getInputStream().read(new byte[1024]) > 0);
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private HttpResponse<String> load(String query) throws Exception {
        var url = URI.create("http://localhost:%d/load?%s".formatted(port(appA), query));
        return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }
}

package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reliability item 21: large headers pass up to one limit, both ways, and beyond it the answer says so. */
@NeedsRoot
class LargeHeadersTest {
    @ParameterizedTest
    @CsvSource({"64, 8, 200", "64, 16, 200", "64, 60, 200", "64, 66, 431", "64, 256, 431", "300, 256, 200"})
    void aRequestPassesUpToTheLimit(String limit, int kibibytes, int status) throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN, "--max-header-size", limit)) {
            mesh.own(HttpServer.start(
                    mesh.peer(),
                    80,
                    request -> HttpServer.ok("" + request.header("large").length())));
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                var value = "x".repeat(kibibytes * 1024);
                var answer = client.get("/", "Large: " + value + "\r\n");
                assertEquals(status, answer.status());
                if (status == 200) {
                    assertEquals("" + value.length(), answer.body());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 200", "60, 200", "66, 502", "256, 502"})
    void anAnswerPassesUpToTheSameLimit(int kibibytes, int status) throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            var value = "x".repeat(kibibytes * 1024);
            mesh.own(HttpServer.start(
                    mesh.peer(), 80, _ -> "HTTP/1.1 200 OK\r\nLarge: " + value + "\r\nContent-Length: 2\r\n\r\nhi"));
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                var answer = client.get("/");
                assertEquals(status, answer.status());
                if (status == 200) {
                    assertEquals(value, answer.header("large"));
                    assertEquals("hi", answer.body());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32})
    void trailersPassBothWays(int kibibytes) throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            var trailer = "T: " + "y".repeat(kibibytes * 1024);
            mesh.own(HttpServer.start(
                    mesh.peer(),
                    80,
                    request -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n"
                            + (request.body().contains(trailer) ? "+" : "-") + "\r\n0\r\n" + trailer + "\r\n\r\n"));
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                var answer = client.ask("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "1\r\na\r\n0\r\n" + trailer + "\r\n\r\n");
                assertEquals("+[" + trailer + "]", answer.body());
            }
        }
    }
}

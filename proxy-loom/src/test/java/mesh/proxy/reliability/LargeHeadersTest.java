package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reliability 21: large headers pass, too large ones are answered as what they are (linkerd2#4322, #6164, #14046). */
@NeedsRoot
class LargeHeadersTest {
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    private Mesh mesh;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        mesh = new Mesh();
        server = mesh.own(HttpServer.start(mesh.peer(), 8080, LargeHeadersTest::sentBack));
    }

    @AfterEach
    void stop() throws Exception {
        mesh.close();
    }

    /** What came as X-Large and as trailers goes back in the same place. */
    private static String sentBack(HttpMessage request) {
        var sizeOfAnswer = request.path().substring(1);
        if (sizeOfAnswer.isEmpty()) {
            return "HTTP/1.1 200 OK\r\nX-Large: " + request.header("x-large") + "\r\nContent-Length: 0\r\n\r\n";
        }
        if (sizeOfAnswer.equals("trailers")) {
            return "HTTP/1.1 200 OK\r\n" + CHUNKED + "0\r\n" + request.body().replaceAll("[\\[\\]]", "") + "\r\n\r\n";
        }
        return "HTTP/1.1 200 OK\r\nX-Large: " + kibibytes(Integer.parseInt(sizeOfAnswer))
                + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static String kibibytes(int count) {
        return "0123456789abcdef".repeat(count * 64);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 60})
    void headersBelowTheLimitPassBothWays(int size) throws Exception {
        mesh.proxy(Mesh.Carriers.OWN);
        assertPass(size);
    }

    @Test
    void aHigherLimitIsForBothWays() throws Exception {
        mesh.proxy(Mesh.Carriers.OWN, "--max-header-size", "300");
        assertPass(256);
    }

    private void assertPass(int size) throws Exception {
        try (var client = client()) {
            for (int again = 0; again < 3; again++) {
                var answer = client.get("/", "X-Large: " + kibibytes(size) + "\r\n");
                assertEquals(kibibytes(size), answer.header("x-large"));
            }
        }
    }

    @Test
    void aRequestAboveTheLimitIs431AndReachesNobody() throws Exception {
        mesh.proxy(Mesh.Carriers.OWN);
        try (var client = client()) {
            assertEquals(
                    431, client.get("/", "X-Large: " + kibibytes(256) + "\r\n").status());
        }
        assertEquals(0, server.requests());
    }

    @Test
    void aLowerLimitIsKept() throws Exception {
        mesh.proxy(Mesh.Carriers.OWN, "--max-header-size", "8");
        try (var client = client()) {
            assertEquals(
                    431, client.get("/", "X-Large: " + kibibytes(8) + "\r\n").status());
        }
    }

    /** Here it is the server's fault. */
    @Test
    void anAnswerAboveTheLimitIs502() throws Exception {
        mesh.proxy(Mesh.Carriers.OWN);
        try (var client = client()) {
            assertEquals(502, client.get("/256").status());
        }
    }

    /** linkerd2#15199: gRPC's status is a trailer. */
    @Test
    void trailersOf32KibPassBothWays() throws Exception {
        mesh.proxy(Mesh.Carriers.OWN);
        try (var client = client()) {
            var trailer = "X-Large: " + kibibytes(32);
            var answer =
                    client.ask("POST /trailers HTTP/1.1\r\nHost: peer\r\n" + CHUNKED + "0\r\n" + trailer + "\r\n\r\n");
            assertEquals("[" + trailer + "]", answer.body());
        }
    }

    private HttpClient client() throws Exception {
        return new HttpClient(mesh.fromApp(Mesh.PEER, 8080));
    }
}

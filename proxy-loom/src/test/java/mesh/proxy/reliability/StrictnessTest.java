package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mesh.proxy.detect.Detection;
import mesh.proxy.http1.BodyReader;
import mesh.proxy.http1.Limits;
import mesh.proxy.http1.Parsed;
import mesh.proxy.http1.Refusal;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.RequestParser;
import mesh.proxy.http1.differential.Case;
import mesh.proxy.http1.differential.Corpus;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser refuses ends at the proxy, and what breaks off is never taken for the whole. */
@NeedsRoot
class StrictnessTest {
    private static final String OF_TEN = "Content-Length: 10\r\n\r\nhello";

    private Mesh mesh;

    @BeforeEach
    void start() throws Exception {
        mesh = new Mesh();
    }

    @AfterEach
    void stop() throws Exception {
        mesh.close();
    }

    /** The differential test's corpus, through the real data path. What does not look like HTTP is none of ours. */
    @Test
    void notOneByteOfWhatIsRefusedReachesTheServer() throws Exception {
        mesh.proxy(Mesh.Carriers.OWN);
        var arrived = new AtomicInteger();
        mesh.serverInPeer(8080, connection -> {
            for (var in = connection.getInputStream(); in.read() >= 0; ) {
                arrived.incrementAndGet();
            }
        });
        int refused = 0;
        for (var each : Corpus.cases()) {
            var refusal = refusal(each);
            if (refusal != null) {
                assertEquals(refusal.status(), status(each), () -> each.name() + ": " + each.shown());
                assertEquals(0, arrived.get(), each::name);
                refused++;
            }
        }
        assertTrue(refused > 300, "only " + refused + " cases were refused");
    }

    /** Why its first message is refused; null when it is not, or is not seen to be HTTP. */
    private static Refusal refusal(Case it) {
        var bytes = ByteBuffer.wrap(it.bytes());
        if (!(Detection.of(bytes) instanceof Detection.Http1)) {
            return null;
        }
        return switch (new RequestParser(Limits.DEFAULT).parse(bytes)) {
            case Parsed.NeedsMore<RequestHead>() -> null;
            case Parsed.Refused<RequestHead>(var refusal) -> refusal;
            case Parsed.Complete<RequestHead>(var head) -> {
                var body = BodyReader.of(head.framing(), Limits.DEFAULT);
                body.take(bytes);
                yield body.refusal();
            }
        };
    }

    private int status(Case it) throws Exception {
        try (var client = client()) {
            client.socket().getOutputStream().write(it.bytes());
            return client.answer(false).status();
        } catch (IOException e) {
            throw new AssertionError(it.name() + ": " + e.getMessage(), e);
        }
    }

    @Test
    void aHeadThatDoesNotEndInTimeIs408() throws Exception {
        mesh.proxy(Mesh.Carriers.OWN, "--request-head-timeout", "300ms");
        var server = mesh.own(HttpServer.start(mesh.peer(), 8080, _ -> HttpServer.ok("")));
        try (var client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: peer\r\nX-Slow: ");
            var answer = client.answer(false);
            assertEquals(408, answer.status());
            assertEquals("close", answer.header("connection"));
            assertEquals(-1, client.in().read());
        }
        assertEquals(0, server.requests());
    }

    @Test
    void aClientThatVanishesWithinItsBodyResetsTheServer() throws Exception {
        mesh.proxy(Mesh.Carriers.OWN);
        var end = new CompletableFuture<String>();
        var heard = new AtomicReference<>("");
        mesh.serverInPeer(8080, connection -> {
            try {
                for (int octet; (octet = connection.getInputStream().read()) >= 0; ) {
                    heard.accumulateAndGet(String.valueOf((char) octet), String::concat);
                }
                end.complete("ended as if complete");
            } catch (SocketException e) {
                end.complete(e.getMessage());
            }
        });
        try (var client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: peer\r\n" + OF_TEN);
            eventually("the server has a part", () -> heard.get().endsWith("hello"));
        }
        assertEquals("Connection reset", end.get(10, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {OF_TEN, "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"})
    void aServerThatBreaksOffWithinItsBodyResetsTheClient(String broken) throws Exception {
        mesh.proxy(Mesh.Carriers.OWN);
        mesh.serverInPeer(8080, connection -> {
            HttpMessage.read(new BufferedInputStream(connection.getInputStream()), false);
            var answer = "HTTP/1.1 200 OK\r\n" + broken;
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
        try (var client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: peer\r\n\r\n");
            var e = assertThrows(SocketException.class, () -> client.in().readAllBytes());
            assertTrue(e.getMessage().contains("reset"), e::toString);
        }
    }

    private HttpClient client() throws Exception {
        return new HttpClient(mesh.fromApp(Mesh.PEER, 8080));
    }
}

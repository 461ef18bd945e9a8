package mesh.proxy.http1;

import static mesh.proxy.http1.Messages.render;
import static mesh.proxy.http1.Messages.request;
import static mesh.proxy.http1.Messages.response;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadEditsTest {
    private static final HeaderName A = HeaderName.of("A");
    private static final HeaderName NEW = HeaderName.of("X-New");

    private static HeadEdits edits() {
        return HeadEdits.of(request("GET /x HTTP/1.1\r\nHost: b\r\na:1\r\nB: 2\t\r\nA: 3\r\nC:\r\n\r\n"));
    }

    @Test
    void orderAndCasingStayAndWhitespaceIsOurs() {
        assertEquals("GET /x HTTP/1.1\r\nHost: b\r\na: 1\r\nB: 2\r\nA: 3\r\nC: \r\n\r\n", render(edits()));
    }

    @Test
    void setTakesTheFirstPlaceOrTheLast() {
        assertEquals(
                "GET /x HTTP/1.1\r\nHost: b\r\na: 9\r\nB: 2\r\nC: \r\nX-New: 8\r\n\r\n",
                render(edits().set(A, "7").set(A, "9").set(NEW, "8")));
    }

    @Test
    void addComesLastAndRemoveTakesAll() {
        assertEquals(
                "GET /x HTTP/1.1\r\nHost: b\r\nB: 2\r\nC: \r\nX-New: 1\r\nX-New: 2\r\n\r\n",
                render(edits().add(A, "5").remove(A).add(NEW, "1").add(NEW, "2")));
    }

    @Test
    void theTargetCanBeAnother() {
        assertEquals(
                "GET /y?z HTTP/1.1",
                render(edits().target("/y?z")).lines().findFirst().orElseThrow());
    }

    @Test
    void nothingThatEndsALineCanBeWritten() {
        assertThrows(IllegalArgumentException.class, () -> edits().set(A, "1\r\nX: 2"));
        assertThrows(IllegalArgumentException.class, () -> edits().target("/ HTTP/1.1"));
        assertThrows(IllegalArgumentException.class, () -> HeaderName.of("X:"));
        assertThrows(
                IllegalStateException.class,
                () -> HeadEdits.of(response("HTTP/1.1 200 OK\r\n\r\n")).target("/"));
    }

    @Test
    void refusalsAreAnsweredWithTheirReasonAndTheEnd() {
        var refusal = Messages.refusal("GET / HTTP/1.1\r\n\r\n");
        assertEquals("""
                HTTP/1.1 400 Bad Request\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: 80\r
                Connection: close\r
                \r
                a request of HTTP/1.1 without Host (header Host, byte 0; RFC 9112, section 3.2)
                """, new String(OwnAnswer.to(refusal).bytes(), StandardCharsets.UTF_8));
        assertEquals(502, response("HTTP/1.1 502 x\r\n\r\n").status());
    }
}

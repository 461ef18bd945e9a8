package mesh.proxy.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Limits SMALL = new Limits(40, 32, 64, 4, 24, 64, 4);

    @Test
    void aStartLineOfTheLimitIsAcceptedAndOneByteMoreIs414() {
        accepted("GET /" + "a".repeat(24) + " HTTP/1.1\r\nHost: b\r\n\r\n");
        assertEquals(
                414,
                refused("GET /" + "a".repeat(25) + " HTTP/1.1\r\nHost: b\r\n\r\n")
                        .status());
        assertEquals(414, refused("GET /" + "a".repeat(35)).status(), "without waiting for its end");
    }

    @Test
    void aHeaderOfTheLimitIsAcceptedAndOneByteMoreIs431() {
        accepted("GET / HTTP/1.1\r\nHost: b\r\nX: " + "a".repeat(27) + "\r\n\r\n");
        var refusal = refused("GET / HTTP/1.1\r\nHost: b\r\nX: " + "a".repeat(28) + "\r\n\r\n");
        assertEquals(431, refusal.status());
        assertEquals("one header line is longer than the limit", refusal.what());
        assertEquals(25, refusal.offset());
    }

    @Test
    void allHeadersTogetherHaveALimitThatCountsTheEmptyLine() {
        String start = "GET / HTTP/1.1\r\nHost: b\r\nX: " + "a".repeat(15) + "\r\nY: "; // 9 + 20 bytes of headers
        String end = "\r\nZ:\r\n\r\n"; // 8 more
        accepted(start + "a".repeat(24) + end);
        var refusal = refused(start + "a".repeat(25) + end);
        assertEquals(431, refusal.status());
        assertEquals("all headers together are longer than the limit", refusal.what());
    }

    @Test
    void oneHeaderTooManyIs431() {
        accepted("GET / HTTP/1.1\r\nHost: b\r\nA:\r\nB:\r\nC:\r\n\r\n");
        assertEquals(
                431,
                refused("GET / HTTP/1.1\r\nHost: b\r\nA:\r\nB:\r\nC:\r\nD:\r\n\r\n")
                        .status());
    }

    @Test
    void aLimitThatCannotWorkIsNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> new Limits(40, 32, 64, 0, 24, 64, 4));
        assertEquals("headers is 0; it must be 1 to 16777216", e.getMessage());
    }

    private static void accepted(String text) {
        assertInstanceOf(Parsed.Complete.class, new RequestParser(SMALL).parse(Messages.bytes(text)), text);
    }

    private static Refusal refused(String text) {
        return Messages.refusal(new RequestParser(SMALL).parse(Messages.bytes(text)), text);
    }
}

package mesh.proxy.http1;

import static mesh.proxy.http1.Messages.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
    private static final Limits LIMITS = new Limits(40, 32, 64, 4, 24, 32, 2);

    private static ChunkedBody chunked() {
        return (ChunkedBody) BodyReader.of(BodyFraming.CHUNKED, LIMITS);
    }

    @Test
    void aCountedBodyLeavesTheNextMessage() {
        var body = BodyReader.of(new BodyFraming.Length(7), LIMITS);
        assertEquals(5, body.take(bytes("hello")));
        assertFalse(body.ended());
        assertFalse(body.mayFinish(), "an end here is a cut");
        var in = bytes("xxGET /");
        assertEquals(2, body.take(in));
        assertEquals(0, in.position(), "nothing is consumed");
        assertTrue(body.ended());
        assertEquals(0, body.take(in));
    }

    @Test
    void noBodyEndsAtOnceAndOneUntilCloseNever() {
        assertTrue(BodyReader.of(BodyFraming.NONE, LIMITS).ended());
        assertTrue(BodyReader.of(new BodyFraming.Length(0), LIMITS).ended());
        var body = BodyReader.of(BodyFraming.UNTIL_CLOSE, LIMITS);
        assertEquals(5, body.take(bytes("hello")));
        assertFalse(body.ended());
        assertTrue(body.mayFinish());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello\r\n0\r\n\r\n",
                "005\r\nhello\r\n000\r\n\r\n",
                "5;a=b\r\nhello\r\n0;c\r\n\r\n",
                "5;a=\"b;c\"\r\nhello\r\n0\r\n\r\n",
                "2\r\nhe\r\n3\r\nllo\r\n0\r\nX: 1\r\n\r\n",
            })
    void aChunkedBodyEndsWhereItEnds(String text) {
        var body = chunked();
        var data = ByteBuffer.allocate(100);
        assertEquals(text.length(), body.take(bytes(text + "GET / HTTP/1.1\r\n"), data));
        assertTrue(body.ended());
        assertNull(body.refusal());
        assertEquals("hello", new String(data.array(), 0, data.position(), StandardCharsets.US_ASCII));
    }

    @Test
    void trailersAreKept() {
        var body = chunked();
        body.take(bytes("0\r\nChecksum: 1\r\nx-b: 2\r\n\r\n"));
        assertEquals("1", body.trailers().first(HeaderName.of("checksum")).toString());
        assertEquals(2, body.trailers().size());
        var none = chunked();
        none.take(bytes("0\r\n\r\n"));
        assertNull(none.trailers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'5\nhello\r\n'| 1", // RFC 9112, section 7.1
                "'+5\r\n'| 0",
                "'-5\r\n'| 0",
                "'0x5\r\n'| 1",
                "' 5\r\n'| 0",
                "'5 \r\n'| 1",
                "'5 ;a\r\n'| 1",
                "'5\r\r\n'| 2",
                "'5\rX'| 2",
                "'\r\n'| 0",
                "';a\r\n'| 0",
                "'g\r\n'| 0",
                "'5_0\r\n'| 1",
                "'5,\r\n'| 1",
                "'5;a\nb\r\n'| 3",
                "'5;a\rb\r\n'| 4",
                "'5;a\u0000\r\n'| 3",
                "'5\r\nhello!\r\n'| 8",
                "'5\r\nhello\n0\r\n'| 8",
                "'5\r\nhelloXX0\r\n'| 8",
                "'5\r\nhello\r0\r\n'| 9",
                "'8000000000000000\r\n'| 15",
                "'00000000000000005\r\n'| 16",
                "'1;aaaaaaaaaaaaaaaaaaaaaaaaa\r\n'| 24",
                "'0\r\nX: 1\n\r\n'| 7",
                "'0\r\nX : 1\r\n\r\n'| 4",
                "'0\r\n X: 1\r\n\r\n'| 3",
                "'0\r\nX\r\n\r\n'| 3",
                "'0\r\nContent-Length: 5\r\n\r\n'| 3",
                "'0\r\ntransfer-encoding: chunked\r\n\r\n'| 3",
                "'0\r\nHost: a\r\n\r\n'| 3",
                "'0\r\nX: 1\r\nX: 2\r\nX: 3\r\n\r\n'| 15",
                "'0\r\nX: 1234567890123456789012345678901\r\n\r\n'| 3",
                "'0\r\nXX'| -1",
                "'0\r\n\n'| 3",
            })
    void brokenChunksAndTrailersAreRefusedWhereTheyBreak(String text, int offset) {
        var body = chunked();
        body.take(bytes(text));
        assertFalse(body.ended());
        if (offset < 0) {
            assertNull(body.refusal());
            return;
        }
        assertNotNull(body.refusal(), text);
        assertEquals(offset, body.refusal().offset());
        assertEquals(0, body.take(bytes("0\r\n\r\n")), "and nothing is taken any more");
    }
}

package mesh.proxy.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for all bytes: right messages, nearly right ones, and noise. */
class Http1Properties {
    private static final String TOKEN = "abcXYZ019!#$%&'*+-.^_`|~";

    /** Pieces of HTTP, so that what is put together from them is often nearly right. */
    @Provide
    Arbitrary<String> nearlyHttp() {
        var pieces = Arbitraries.of(
                "GET ",
                "POST ",
                "/",
                "/a?b",
                "*",
                " HTTP/1.1",
                " HTTP/1.0",
                "\r\n",
                "\r\n\r\n",
                "\n",
                "\r",
                " ",
                "\t",
                "Host: a\r\n",
                "Content-Length: 5\r\n",
                "Content-Length: ",
                "Transfer-Encoding: chunked\r\n",
                "X: y\r\n",
                "Connection: close\r\n",
                ":",
                "5",
                "0",
                "hello",
                "5\r\nhello\r\n",
                "0\r\n\r\n",
                ";a",
                "\0",
                "\u00e9",
                "GET / HTTP/1.1\r\nHost: a\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\n");
        return pieces.list().ofMaxSize(20).map(it -> String.join("", it));
    }

    @Provide
    Arbitrary<String> rightRequest() {
        var name = Arbitraries.strings()
                .withChars(TOKEN)
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(it -> "X-" + it);
        var value = Arbitraries.strings().withChars("ab,; \t\u00e9\"=").ofMaxLength(20);
        var space = Arbitraries.of("", " ", "\t ", "  ");
        var line = Combinators.combine(name, space, value, space).as((n, s, v, t) -> n + ":" + s + v + t + "\r\n");
        var target =
                Arbitraries.strings().withChars("ab/;=&?.~|{\"").ofMaxLength(20).map(it -> "/x/x/x" + it);
        var method = Arbitraries.strings()
                .withChars(TOKEN)
                .ofMinLength(1)
                .ofMaxLength(8)
                .filter(it -> !it.equals("CONNECT"));
        var body = Arbitraries.of("", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n");
        return Combinators.combine(method, target, line.list().ofMaxSize(30), body)
                .as((m, t, lines, b) ->
                        m + " " + t + " HTTP/1.1\r\nHost: app-b\r\n" + String.join("", lines) + b + "\r\n");
    }

    @Property
    void inWhichPiecesBytesComeMakesNoDifference(
            @ForAll("nearlyHttp") String text,
            @ForAll @Size(max = 10) List<@IntRange(min = 1, max = 30) Integer> pieces) {
        assertEquals(Transcript.of(text, List.of()), Transcript.of(text, pieces));
    }

    /** Requests with bodies, one after the other on one connection. */
    @Provide
    Arbitrary<String> conversation() {
        var chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        return Arbitraries.of(
                        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
                        chunked + "0\r\n\r\n",
                        chunked + "5\r\nhello\r\n1;e=f\r\n!\r\n0\r\nX: y\r\n\r\n",
                        chunked + "5\r\nhello\r\n0\r\nX : y\r\n\r\n")
                .list()
                .ofMaxSize(4)
                .map(it -> String.join("", it));
    }

    @Property
    void aConversationInPiecesIsTheSameConversation(
            @ForAll("conversation") String text,
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 30) Integer> pieces) {
        assertEquals(Transcript.of(text, List.of()), Transcript.of(text, pieces));
        assertEquals(Transcript.of(text, List.of()), Transcript.of(text, List.of(1)), "byte by byte");
    }

    @Property
    void aHeadByteByByteIsTheSameHead(@ForAll("rightRequest") String text) {
        assertEquals(Transcript.of(text, List.of()), Transcript.of(text, List.of(1)));
    }

    @Property
    void noiseIsRefusedOrAwaitedButNeverAnException(@ForAll byte[] noise) {
        var text = new String(noise, StandardCharsets.ISO_8859_1);
        Transcript.of(text, List.of());
        new ResponseParser(Limits.DEFAULT).parse(ByteBuffer.wrap(noise));
        new ChunkedBody(Limits.DEFAULT).take(ByteBuffer.wrap(noise));
    }

    @Property
    void whatIsRenderedParsesToTheSame(@ForAll("rightRequest") String text) {
        var head = Messages.request(text);
        String rendered = Messages.render(HeadEdits.of(head));
        var again = Messages.request(rendered);
        assertEquals(head.method(), again.method());
        assertEquals(head.target(), again.target());
        assertEquals(head.framing(), again.framing());
        assertEquals(fields(head), fields(again));
        assertEquals(rendered, Messages.render(HeadEdits.of(again)), "and is rendered to the same");
    }

    @Property
    void whatIsForwardedIsAcceptedByUs(@ForAll("rightRequest") String text) {
        var head = Messages.request(text);
        var next = Messages.request(Messages.render(Forwarding.request(head, "x")));
        assertEquals(head.framing(), next.framing());
        assertFalse(next.fields().has(HeaderName.KEEP_ALIVE));
    }

    /** Checked by other means than the parser's own: text searches in what it accepted. */
    @Property(tries = 3000)
    void noAcceptedRequestIsAmbiguous(@ForAll("nearlyHttp") String text) {
        if (!(Messages.parse(text) instanceof Parsed.Complete<RequestHead>(var head))) {
            return;
        }
        String accepted = text.substring(0, head.length());
        String lower = accepted.toLowerCase(Locale.ROOT);
        assertEquals(-1, accepted.replace("\r\n", "").indexOf('\r'), "no CR alone");
        assertEquals(-1, accepted.replace("\r\n", "").indexOf('\n'), "no LF alone");
        assertTrue(count(lower, "\r\nhost:") <= 1, "one host");
        assertTrue(count(lower, "\r\ncontent-length") + count(lower, "\r\ntransfer-encoding") <= 1, "one framing");
        assertFalse(lower.contains("http/1.0") && lower.contains("\r\ntransfer-encoding"), "no chunks in 1.0");
        assertFalse(lower.contains("\r\n ") || lower.contains("\r\n\t"), "no folding");
    }

    @Property
    void whatTheChunksHoldIsTheirData(@ForAll @Size(max = 5) List<@Size(min = 1, max = 40) byte[]> chunks) {
        var coded = new StringBuilder();
        var data = new StringBuilder();
        for (byte[] chunk : chunks) {
            var text = new String(chunk, StandardCharsets.ISO_8859_1);
            coded.append(Integer.toHexString(chunk.length))
                    .append("\r\n")
                    .append(text)
                    .append("\r\n");
            data.append(text);
        }
        var body = new ChunkedBody(Limits.DEFAULT);
        var out = ByteBuffer.allocate(data.length());
        int taken = body.take(Messages.bytes(coded + "0\r\n\r\nGET"), out);
        assertEquals(coded.length() + 5, taken);
        assertTrue(body.ended());
        assertEquals(
                data.toString(), StandardCharsets.ISO_8859_1.decode(out.flip()).toString());
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    private static List<String> fields(RequestHead head) {
        var fields = new ArrayList<String>();
        for (int i = 0; i < head.fields().size(); i++) {
            fields.add(head.fields().name(i) + "=" + head.fields().value(i));
        }
        return fields;
    }
}

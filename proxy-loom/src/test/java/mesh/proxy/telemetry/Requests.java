package mesh.proxy.telemetry;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.http1.Limits;
import mesh.proxy.http1.Parsed;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.RequestParser;

/** Requests as clients write them. */
final class Requests {
    private Requests() {}

    @SuppressWarnings("unchecked") // the record's parameter is the parser's
    static RequestHead get(String... headers) {
        var text = "GET / HTTP/1.1\r\nHost: b\r\n" + lines(headers) + "\r\n";
        var parsed =
                new RequestParser(Limits.DEFAULT).parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        return ((Parsed.Complete<RequestHead>) assertInstanceOf(Parsed.Complete.class, parsed, text)).head();
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    static String render(HeadEdits edits) {
        var out = ByteBuffer.allocate(edits.length());
        edits.render(out);
        return new String(out.array(), 0, out.position(), StandardCharsets.ISO_8859_1);
    }
}

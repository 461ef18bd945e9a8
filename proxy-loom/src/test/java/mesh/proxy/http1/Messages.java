package mesh.proxy.http1;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Parses what tests write down as text, one char a byte. */
final class Messages {
    private Messages() {}

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Parsed<RequestHead> parse(String text) {
        return new RequestParser(Limits.DEFAULT).parse(bytes(text));
    }

    @SuppressWarnings("unchecked") // the record's parameter is the parser's
    static RequestHead request(String text) {
        return ((Parsed.Complete<RequestHead>) assertInstanceOf(Parsed.Complete.class, parse(text), text)).head();
    }

    @SuppressWarnings("unchecked")
    static ResponseHead response(String text) {
        var parsed = new ResponseParser(Limits.DEFAULT).parse(bytes(text));
        return ((Parsed.Complete<ResponseHead>) assertInstanceOf(Parsed.Complete.class, parsed, text)).head();
    }

    static Refusal refusal(String text) {
        return refusal(parse(text), text);
    }

    static Refusal responseRefusal(String text) {
        return refusal(new ResponseParser(Limits.DEFAULT).parse(bytes(text)), text);
    }

    static Refusal refusal(Parsed<?> parsed, String text) {
        return assertInstanceOf(Parsed.Refused.class, parsed, text).refusal();
    }

    static String render(HeadEdits edits) {
        var out = ByteBuffer.allocate(edits.length());
        edits.render(out);
        return new String(out.array(), 0, out.position(), StandardCharsets.ISO_8859_1);
    }
}

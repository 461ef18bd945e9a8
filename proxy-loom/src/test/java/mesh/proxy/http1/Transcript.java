package mesh.proxy.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * All that is read from one connection, as text to be compared: messages, and why it went no further. Of a body that is
 * refused only that: how much of it was let through before depends on how it came.
 */
final class Transcript {
    private final RequestParser parser = new RequestParser(Limits.DEFAULT);
    private final StringBuilder text = new StringBuilder();
    private BodyReader body;
    private int bodyFrom;
    private boolean over;

    private Transcript() {}

    /** @param pieces how many bytes arrive at a time, again and again; all at once when there are none */
    static String of(String bytes, List<Integer> pieces) {
        var transcript = new Transcript();
        var all = bytes.getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        for (int piece = 0; at < all.length && !transcript.over; piece++) {
            int count = pieces.isEmpty() ? all.length : pieces.get(piece % pieces.size());
            count = Math.min(count, all.length - at);
            transcript.arrived(ByteBuffer.wrap(all, at, count));
            at += count;
        }
        return transcript.text.toString();
    }

    private void arrived(ByteBuffer in) {
        while (in.hasRemaining() && !over) {
            if (body == null) {
                head(in);
            } else {
                body(in);
            }
        }
    }

    private void head(ByteBuffer in) {
        switch (parser.parse(in)) {
            case Parsed.NeedsMore<RequestHead>() -> {}
            case Parsed.Refused<RequestHead>(var refusal) -> end(refusal);
            case Parsed.Complete<RequestHead>(var head) -> {
                text.append(Messages.render(HeadEdits.of(head)));
                bodyFrom = text.length();
                body = BodyReader.of(head.framing(), Limits.DEFAULT);
                body = body.ended() ? null : body;
            }
        }
    }

    private void body(ByteBuffer in) {
        int count = body.take(in);
        var bytes = new byte[count];
        in.get(bytes);
        text.append(new String(bytes, StandardCharsets.ISO_8859_1));
        if (body.refusal() != null) {
            text.setLength(bodyFrom);
            end(body.refusal());
        } else if (body.ended()) {
            text.append("<end>");
            body = null;
        }
    }

    private void end(Refusal refusal) {
        text.append(refusal);
        over = true;
    }
}

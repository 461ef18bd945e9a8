package mesh.proxy.http1;

import java.nio.ByteBuffer;

/**
 * Reads one head after the other from what arrives on a connection. It takes the bytes of the head and not one more,
 * so the caller's buffer is free for others while the rest is awaited:
 *
 * <pre>{@code
 * switch (parser.parse(buffer.flip())) {
 *     case NeedsMore() -> readMore();
 *     case Complete(var head) -> forward(head, BodyReader.of(head.framing(), limits), buffer); // at the body now
 *     case Refused(var refusal) -> answerAndClose(OwnAnswer.to(refusal));
 * }
 * }</pre>
 *
 * <p>In which pieces the bytes come makes no difference to the outcome. Belongs to one connection and one thread.
 */
public abstract sealed class HeadParser<H extends Head> permits RequestParser, ResponseParser {
    private final Limits limits;
    private final Lines lines = new Lines();
    private final Parsed.NeedsMore<H> needsMore = new Parsed.NeedsMore<>();
    private Parsed.Refused<H> refused;
    private Fields fields;
    private int fieldsFrom;

    HeadParser(Limits limits) {
        this.limits = limits;
    }

    /**
     * Takes bytes from the buffer's position on. After a complete head the parser is ready for the next one; after a
     * refusal it takes nothing any more and repeats the refusal.
     */
    public final Parsed<H> parse(ByteBuffer in) {
        if (refused != null) {
            return refused;
        }
        try {
            while (nextLine(in)) {
                if (fields == null) {
                    startLineArrived();
                } else if (lines.from() < lines.to()) {
                    fieldArrived();
                } else {
                    return new Parsed.Complete<>(takeHead());
                }
            }
            return needsMore;
        } catch (RefusedException e) {
            refused = new Parsed.Refused<>(blame(e.refusal()));
            return refused;
        }
    }

    /** Whether part of a head has arrived: a connection that ends now was cut off, else it was just idle. */
    public final boolean started() {
        return lines.length() > 0;
    }

    private boolean nextLine(ByteBuffer in) throws RefusedException {
        if (fields == null) {
            return lines.take(in, limits.startLineBytes(), HeadParser::startLineTooLong);
        }
        int left = limits.headersBytes() - (lines.nextFrom() - fieldsFrom);
        return left < limits.headerBytes()
                ? lines.take(in, left, HeadParser::headersTooLong)
                : lines.take(in, limits.headerBytes(), HeadParser::headerTooLong);
    }

    private void startLineArrived() throws RefusedException {
        if (startLine(lines.bytes(), lines.from(), lines.to())) {
            fieldsFrom = lines.length();
            fields = new Fields(fieldsFrom);
        }
    }

    private void fieldArrived() throws RefusedException {
        if (fields.size() == limits.headers()) {
            throw RefusedException.of(
                    431, "more than " + limits.headers() + " headers", lines.from(), "RFC 6585, section 5");
        }
        fields.add(lines.bytes(), lines.from(), lines.to());
    }

    private H takeHead() throws RefusedException {
        var head = head(lines.bytes(), lines.length(), fields.over(lines.bytes()));
        lines.reset();
        fields = null;
        return head;
    }

    /** @return false for an empty line that is to be skipped */
    abstract boolean startLine(byte[] bytes, int from, int to) throws RefusedException;

    /** All lines are there: now the rules that need more than one line. */
    abstract H head(byte[] bytes, int length, Fields headers) throws RefusedException;

    abstract Refusal blame(Refusal refusal);

    private static RefusedException startLineTooLong(int offset) {
        return RefusedException.of(414, "the start line is longer than the limit", offset, "RFC 9112, section 3");
    }

    private static RefusedException headerTooLong(int offset) {
        return RefusedException.of(431, "one header line is longer than the limit", offset, "RFC 6585, section 5");
    }

    private static RefusedException headersTooLong(int offset) {
        return RefusedException.of(
                431, "all headers together are longer than the limit", offset, "RFC 6585, section 5");
    }
}

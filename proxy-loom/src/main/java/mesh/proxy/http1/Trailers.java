package mesh.proxy.http1;

import java.nio.ByteBuffer;

/** The trailer section, RFC 9112, section 7.1.2: lines as in a head, with limits of their own. */
final class Trailers {
    /** What a receiver that merges trailers into the headers must not find: RFC 9110, section 6.5.1. */
    private static final HeaderName[] FORBIDDEN = {
        HeaderName.CONTENT_LENGTH,
        HeaderName.TRANSFER_ENCODING,
        HeaderName.HOST,
        HeaderName.CONNECTION,
        HeaderName.TRAILER,
        HeaderName.TE,
        HeaderName.UPGRADE,
        HeaderName.EXPECT
    };

    private final Limits limits;

    /** Where in the body the trailers start. */
    private final long offset;

    private final Lines lines = new Lines();
    private Fields fields;

    Trailers(Limits limits, long offset) {
        this.limits = limits;
        this.offset = offset;
    }

    /** Takes bytes up to the end of the section. @return whether it is complete */
    boolean take(ByteBuffer in) throws RefusedException {
        try {
            while (lines.take(in, limits.trailersBytes() - lines.nextFrom(), Trailers::tooLong)) {
                if (lines.from() == lines.to()) {
                    return true;
                }
                add();
            }
            return false;
        } catch (RefusedException e) {
            var refusal = e.refusal();
            throw RefusedException.of(
                    refusal.status(), refusal.what(), offset + refusal.offset(), refusal.header(), refusal.rule());
        }
    }

    private void add() throws RefusedException {
        fields = fields == null ? new Fields(0) : fields;
        if (fields.size() == limits.trailers()) {
            throw RefusedException.of(
                    431, "more than " + limits.trailers() + " trailers", lines.from(), "RFC 6585, section 5");
        }
        fields.add(lines.bytes(), lines.from(), lines.to());
        var name = fields.over(lines.bytes()).name(fields.size() - 1);
        for (var forbidden : FORBIDDEN) {
            if (forbidden.matches(name)) {
                throw RefusedException.of(
                        400,
                        "a trailer that may only be a header",
                        lines.from(),
                        forbidden.toString(),
                        "RFC 9110, section 6.5.1");
            }
        }
    }

    private static RefusedException tooLong(int from) {
        return RefusedException.of(431, "trailers longer than the limit", from, "RFC 6585, section 5");
    }

    /** Null when there are none. */
    Fields fields() {
        return fields;
    }
}

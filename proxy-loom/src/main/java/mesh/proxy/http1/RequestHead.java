package mesh.proxy.http1;

/** A request's head, accepted: one reading of it is possible, and its body's length is known. */
public final class RequestHead extends Head {
    private final RequestLine line;

    RequestHead(byte[] bytes, int length, RequestLine line, Fields fields, BodyFraming declared) {
        super(bytes, length, line.version(), fields, declared);
        this.line = line;
    }

    public Slice method() {
        return new Slice(bytes(), line.from(), line.methodEnd());
    }

    public boolean methodIs(String method) {
        return method().is(method);
    }

    /** As it was written. */
    public Slice target() {
        return new Slice(bytes(), line.target().from(), line.target().to());
    }

    public TargetForm form() {
        return line.target().form();
    }

    /**
     * The path as it was written, without the query: neither escapes nor dot segments are resolved. Empty for CONNECT,
     * and for an absolute target that has none, which means the same as {@code /}; {@code *} for that form.
     */
    public Slice path() {
        return new Slice(bytes(), line.target().pathFrom(), line.target().pathTo());
    }

    /** After the question mark; null when there is none. */
    public Slice query() {
        var target = line.target();
        return target.hasQuery() ? new Slice(bytes(), target.pathTo() + 1, target.to()) : null;
    }

    /** Path and query, for the origin form. */
    Slice pathAndQuery() {
        return new Slice(bytes(), line.target().pathFrom(), line.target().to());
    }

    /** Host and port for which the request is: from the target if it names them, else Host; null when neither does. */
    public Slice authority() {
        return switch (form()) {
            case ABSOLUTE, AUTHORITY ->
                new Slice(bytes(), line.target().authorityFrom(), line.target().authorityTo());
            case ORIGIN, ASTERISK -> fields().first(HeaderName.HOST);
        };
    }

    /** The body that follows. A request that declares none has none: RFC 9112, section 6.3, item 7. */
    public BodyFraming framing() {
        return declared() == null ? BodyFraming.NONE : declared();
    }

    /** Whether the client waits for 100 (Continue) before it sends its body; 1.0 cannot: RFC 9110, section 10.1.1. */
    public boolean expectsContinue() {
        return version() == Version.HTTP_1_1 && fields().lists(HeaderName.EXPECT, "100-continue");
    }
}

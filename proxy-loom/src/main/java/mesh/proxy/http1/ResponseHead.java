package mesh.proxy.http1;

/** A response's head, accepted. How long its body is depends on the request too: {@link BodyFraming#ofResponse}. */
public final class ResponseHead extends Head {
    private final StatusLine line;

    ResponseHead(byte[] bytes, int length, StatusLine line, Fields fields, BodyFraming declared) {
        super(bytes, length, line.version(), fields, declared);
        this.line = line;
    }

    public int status() {
        return line.status();
    }

    /** The reason phrase; may be empty. */
    public Slice reason() {
        return new Slice(bytes(), line.reasonFrom(), line.reasonTo());
    }

    /** Whether another response to the same request follows; 101 is a last one. RFC 9110, section 15.2. */
    public boolean isInterim() {
        return status() < 200 && status() != 101;
    }
}

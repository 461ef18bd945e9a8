package mesh.proxy.http1;

/**
 * A request's or response's head: one array with the bytes as they came, and where things are in it. Nothing is
 * copied out before somebody asks.
 */
public abstract sealed class Head permits RequestHead, ResponseHead {
    private final byte[] bytes;
    private final int length;
    private final Version version;
    private final Fields fields;
    private final BodyFraming declared;

    Head(byte[] bytes, int length, Version version, Fields fields, BodyFraming declared) {
        this.bytes = bytes;
        this.length = length;
        this.version = version;
        this.fields = fields;
        this.declared = declared;
    }

    /** What the sender speaks. */
    public Version version() {
        return version;
    }

    public Fields fields() {
        return fields;
    }

    /** How many bytes the head had on the wire, the empty line included. */
    public int length() {
        return length;
    }

    /** What Content-Length or Transfer-Encoding say; null when there is neither. */
    BodyFraming declared() {
        return declared;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether the sender asks for another protocol on this connection; 1.0 cannot: RFC 9110, section 7.8. */
    public boolean upgrades() {
        return version == Version.HTTP_1_1
                && fields.has(HeaderName.UPGRADE)
                && fields.lists(HeaderName.CONNECTION, "upgrade");
    }
}

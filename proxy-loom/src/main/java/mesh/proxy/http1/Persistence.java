package mesh.proxy.http1;

/** Whether a connection goes on after a message. RFC 9112, section 9.3. */
public final class Persistence {
    private Persistence() {}

    /**
     * Whether its sender means to go on. That section denies proxies the keep-alive of HTTP/1.0, since its request may
     * have passed a proxy that did not know what it relayed; a client of ours believes to talk to the server itself,
     * which makes us a gateway, and a gateway may: `ab -k` relies on it.
     */
    public static boolean wantedBy(Head head) {
        var fields = head.fields();
        if (!fields.has(HeaderName.CONNECTION)) {
            return head.version() == Version.HTTP_1_1;
        }
        if (fields.lists(HeaderName.CONNECTION, "close")) {
            return false;
        }
        return head.version() == Version.HTTP_1_1 || fields.lists(HeaderName.CONNECTION, "keep-alive");
    }

    /** Whether a connection to an upstream can carry another request after this response. */
    public static boolean after(ResponseHead response, BodyFraming framing) {
        return switch (framing) {
            case BodyFraming.UntilClose(), BodyFraming.Tunnel() -> false;
            case BodyFraming.None(), BodyFraming.Length _, BodyFraming.Chunked() -> wantedBy(response);
        };
    }
}

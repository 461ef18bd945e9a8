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

    /**
     * Whether the connection that a message belongs to can carry another exchange after a response with this body: the
     * upstream's, judged by the response; the downstream's, judged by the request.
     */
    public static boolean after(Head head, BodyFraming framing) {
        return switch (framing) {
            case BodyFraming.UntilClose(), BodyFraming.Tunnel() -> false;
            case BodyFraming.None(), BodyFraming.Length _, BodyFraming.Chunked() -> wantedBy(head);
        };
    }
}

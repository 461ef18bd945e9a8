package mesh.proxy.route;

/** What is declared to be spoken on a port. */
public enum Protocol {
    /** Nothing is declared: detect it. */
    UNKNOWN,
    HTTP1,
    HTTP2,
    GRPC,
    TLS,
    /** Move bytes and do not look: the server may speak first. */
    OPAQUE;

    static Protocol of(mesh.proto.v1.Protocol declared) {
        return switch (declared) {
            case PROTOCOL_HTTP1 -> HTTP1;
            case PROTOCOL_HTTP2 -> HTTP2;
            case PROTOCOL_GRPC -> GRPC;
            case PROTOCOL_TLS -> TLS;
            case PROTOCOL_OPAQUE -> OPAQUE;
            case PROTOCOL_UNSPECIFIED, UNRECOGNIZED -> UNKNOWN; // newer than we: detection serves it
        };
    }
}

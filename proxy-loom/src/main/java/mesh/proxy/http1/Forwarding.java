package mesh.proxy.http1;

/**
 * What of a head goes to the next hop. Removed is what concerns one connection only: RFC 9110, section 7.6.1. That is
 * Connection and what it names, Keep-Alive, Proxy-Connection, TE but for {@code trailers}, and Upgrade unless it is
 * passed on. Transfer-Encoding stays, since the body is passed on as it is coded.
 *
 * <p>Proxy-Authenticate and Proxy-Authorization stay too: they are for a proxy that the client chose (section 11.7),
 * and nobody chose us.
 */
public final class Forwarding {
    private static final HeaderName[] ONE_HOP = {
        HeaderName.CONNECTION, HeaderName.KEEP_ALIVE, HeaderName.PROXY_CONNECTION, HeaderName.HTTP2_SETTINGS
    };

    /** What the receiver goes by to find the message's end and its place; Connection cannot talk it away. */
    private static final HeaderName[] NOT_TO_BE_NAMED = {
        HeaderName.HOST, HeaderName.CONTENT_LENGTH, HeaderName.TRANSFER_ENCODING, HeaderName.TRAILER
    };

    private Forwarding() {}

    /** Whether an upstream may be asked for another protocol: not for HTTP/2, whose streams we would not see. */
    public static boolean passesUpgrade(RequestHead request) {
        return request.upgrades() && !request.fields().lists(HeaderName.UPGRADE, "h2c");
    }

    /**
     * The request as it goes upstream, on a connection that stays open. An absolute target becomes a path, as origin
     * servers expect it: RFC 9112, section 3.2.1.
     *
     * @param host for a request of HTTP/1.0 that names none
     */
    public static HeadEdits request(RequestHead request, String host) {
        var edits = HeadEdits.of(request);
        removeOneHop(edits);
        upgrade(edits, passesUpgrade(request));
        trailersWanted(edits);
        originForm(edits, request);
        if (request.version() == Version.HTTP_1_0) {
            edits.remove(HeaderName.EXPECT); // means nothing there, and would in 1.1: RFC 9110, section 10.1.1
        }
        if (!request.fields().has(HeaderName.HOST)) {
            var authority = request.authority();
            edits.add(HeaderName.HOST, authority == null ? host : authority.toString());
        }
        return edits;
    }

    /** Whether the client may be sent interim responses (1xx); one of HTTP/1.0 may not: RFC 9110, section 15.2. */
    public static boolean takesInterim(RequestHead request) {
        return request.version() == Version.HTTP_1_1;
    }

    /**
     * Whether the client must be sent the data without its chunks ({@link ChunkedBody#take(java.nio.ByteBuffer,
     * java.nio.ByteBuffer)}), until the connection's end: HTTP/1.0 knows no chunks (RFC 9112, section 6.1).
     */
    public static boolean unchunks(ResponseHead response, RequestHead request) {
        return request.version() == Version.HTTP_1_0 && response.declared() instanceof BodyFraming.Chunked;
    }

    /**
     * The response as it goes downstream.
     *
     * @param persistent whether the downstream connection goes on after it
     */
    public static HeadEdits response(ResponseHead response, RequestHead request, boolean persistent) {
        var edits = HeadEdits.of(response);
        removeOneHop(edits);
        boolean upgrade = response.status() == 101 || response.status() == 426;
        upgrade(edits, upgrade && response.fields().has(HeaderName.UPGRADE));
        if (request.methodIs("CONNECT") && response.status() / 100 == 2) {
            edits.remove(HeaderName.CONTENT_LENGTH).remove(HeaderName.TRANSFER_ENCODING); // RFC 9110, section 9.3.6
        }
        if (response.isInterim() || response.status() == 101) {
            return edits; // says nothing about what follows the final response
        }
        boolean unchunked = unchunks(response, request);
        if (unchunked) {
            edits.remove(HeaderName.TRANSFER_ENCODING);
        }
        if (!persistent || unchunked) {
            edits.add(HeaderName.CONNECTION, "close");
        } else if (request.version() == Version.HTTP_1_0) {
            edits.add(HeaderName.CONNECTION, "keep-alive");
        }
        return edits;
    }

    private static void removeOneHop(HeadEdits edits) {
        for (var name : ONE_HOP) {
            edits.remove(name);
        }
        var fields = edits.head().fields();
        for (var options = new Elements(fields, HeaderName.CONNECTION); options.next(); ) {
            var option = options.element();
            for (int field = 0; field < fields.size(); field++) {
                if (option.isIgnoringCase(fields.name(field)) && !isOneOf(NOT_TO_BE_NAMED, fields, field)) {
                    edits.remove(field);
                }
            }
        }
    }

    private static boolean isOneOf(HeaderName[] names, Fields fields, int field) {
        for (var name : names) {
            if (fields.nameIs(field, name)) {
                return true;
            }
        }
        return false;
    }

    private static void upgrade(HeadEdits edits, boolean pass) {
        var protocols = pass ? joined(edits.head().fields(), HeaderName.UPGRADE) : "";
        edits.remove(HeaderName.UPGRADE);
        if (!protocols.isEmpty()) {
            edits.set(HeaderName.UPGRADE, protocols).add(HeaderName.CONNECTION, "upgrade");
        }
    }

    /** Trailers pass through us, so who can take them may say so to the next hop: RFC 9110, section 10.1.4. */
    private static void trailersWanted(HeadEdits edits) {
        boolean wanted = edits.head().fields().lists(HeaderName.TE, "trailers");
        edits.remove(HeaderName.TE);
        if (wanted) {
            edits.set(HeaderName.TE, "trailers").add(HeaderName.CONNECTION, "TE");
        }
    }

    private static void originForm(HeadEdits edits, RequestHead request) {
        if (request.form() != TargetForm.ABSOLUTE) {
            return;
        }
        var path = request.path();
        if (path.isEmpty() && request.query() == null && request.methodIs("OPTIONS")) {
            edits.target("*"); // RFC 9112, section 3.2.4
        } else {
            edits.target(
                    path.isEmpty()
                            ? "/" + request.pathAndQuery()
                            : request.pathAndQuery().toString());
        }
    }

    private static String joined(Fields fields, HeaderName name) {
        var text = new StringBuilder();
        for (var elements = new Elements(fields, name); elements.next(); ) {
            text.append(text.isEmpty() ? "" : ", ").append(elements.element());
        }
        return text.toString();
    }
}

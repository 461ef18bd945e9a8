package mesh.proxy.http1;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer that the proxy gives itself: a short text for people.
 *
 * @param text must not repeat what the peer sent
 * @param location where a redirect leads; null: none
 * @param isLast whether the connection must end after it, since where the next request would begin is unknown
 */
public record OwnAnswer(int status, String text, String location, boolean isLast) {
    /** RFC 9110, section 15, and RFC 6585, section 5: the statuses that we answer with. */
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(408, "Request Timeout"),
            Map.entry(414, "URI Too Long"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"),
            Map.entry(505, "HTTP Version Not Supported"));

    public static OwnAnswer of(int status, String text) {
        return new OwnAnswer(status, text, null, false);
    }

    /** To a message that is not accepted. */
    public static OwnAnswer to(Refusal refusal) {
        return of(refusal.status(), refusal.text()).last();
    }

    public OwnAnswer last() {
        return new OwnAnswer(status, text, location, true);
    }

    /** @throws IllegalArgumentException when it cannot stand in a header */
    public OwnAnswer location(String where) {
        for (byte octet : where.getBytes(StandardCharsets.UTF_8)) {
            if (!Octets.isField(octet)) {
                throw new IllegalArgumentException(Octets.name(octet) + " in a redirect's location");
            }
        }
        return new OwnAnswer(status, text, where, isLast);
    }

    /**
     * All of it, for a request that could be read.
     *
     * @param persistent whether the connection goes on
     */
    public byte[] bytes(RequestHead request, boolean persistent) {
        return bytes(persistent && !isLast, !request.methodIs("HEAD"));
    }

    /** All of it, for a request that could not be read; the connection ends. */
    public byte[] bytes() {
        return bytes(false, true);
    }

    private byte[] bytes(boolean persistent, boolean bodyWanted) {
        var body = text + "\n";
        var lines = "HTTP/1.1 %d %s\r\n".formatted(status, REASONS.getOrDefault(status, ""))
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: %d\r\n".formatted(body.getBytes(StandardCharsets.UTF_8).length)
                + (location == null ? "" : "Location: " + location + "\r\n")
                + (persistent ? "" : "Connection: close\r\n");
        return (lines + "\r\n" + (bodyWanted ? body : "")).getBytes(StandardCharsets.UTF_8);
    }
}

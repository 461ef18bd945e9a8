package mesh.proxy.http1;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer that the proxy gives itself: a short text for people, and the end of the connection. */
public final class ErrorAnswer {
    /** RFC 9110, section 15, and RFC 6585, section 5: the statuses that we answer with. */
    private static final Map<Integer, String> REASONS = Map.ofEntries(
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

    private ErrorAnswer() {}

    /** The complete answer to a message that is not accepted; the caller closes the connection after it. */
    public static byte[] to(Refusal refusal) {
        return of(refusal.status(), refusal.text());
    }

    /** A complete answer with a text of ours, which must not repeat what the peer sent. */
    public static byte[] of(int status, String text) {
        var body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        var head = """
                HTTP/1.1 %d %s\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: %d\r
                Connection: close\r
                \r
                """.formatted(status, REASONS.getOrDefault(status, ""), body.length)
                .getBytes(StandardCharsets.US_ASCII);
        var answer = new byte[head.length + body.length];
        System.arraycopy(head, 0, answer, 0, head.length);
        System.arraycopy(body, 0, answer, head.length, body.length);
        return answer;
    }
}

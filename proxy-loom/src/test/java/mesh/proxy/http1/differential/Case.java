package mesh.proxy.http1.differential;

import java.nio.charset.StandardCharsets;

/**
 * Bytes to be read, one char a byte. What they are followed by shows whether all agree where they end.
 *
 * @param name unique
 */
public record Case(String name, String text) {
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: app-b\r\nConnection: close\r\n\r\n";

    public byte[] bytes() {
        return (text + NEXT).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For messages. */
    public String shown() {
        return Escaped.of(text.length() > 300 ? text.substring(0, 300) + "..." : text);
    }
}

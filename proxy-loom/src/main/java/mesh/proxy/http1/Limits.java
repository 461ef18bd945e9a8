package mesh.proxy.http1;

/**
 * How much of one message may be something other than body. Whatever is larger is refused, so a peer can make us hold
 * at most {@code startLineBytes + headersBytes + 2} bytes of a head, and {@code trailersBytes} of trailers.
 *
 * @param startLineBytes of a request or status line with its CRLF; RFC 9112, section 3, asks for at least 8,000
 * @param headerBytes of one header line with its CRLF
 * @param headersBytes of all header lines with their CRLFs and the empty line
 * @param headers how many header lines
 * @param chunkLineBytes of one chunk-size line with its extensions and CRLF
 * @param trailersBytes of all trailer lines with their CRLFs and the empty line
 * @param trailers how many trailer lines
 */
public record Limits(
        int startLineBytes,
        int headerBytes,
        int headersBytes,
        int headers,
        int chunkLineBytes,
        int trailersBytes,
        int trailers) {
    /** Generous towards cookies and tokens: larger than nginx's and HAProxy's defaults, near Envoy's 60 KiB. */
    public static final Limits DEFAULT = new Limits(8 * 1024, 32 * 1024, 64 * 1024, 100, 256, 64 * 1024, 100);

    public Limits {
        atLeast("startLineBytes", startLineBytes, 16);
        atLeast("headerBytes", headerBytes, 16);
        atLeast("headersBytes", headersBytes, 16);
        atLeast("headers", headers, 1);
        atLeast("chunkLineBytes", chunkLineBytes, 20); // 16 digits, CRLF and a little
        atLeast("trailersBytes", trailersBytes, 2);
        atLeast("trailers", trailers, 0);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least || value > 16 * 1024 * 1024) {
            throw new IllegalArgumentException("%s is %d; it must be %d to 16777216".formatted(name, value, least));
        }
    }
}

package mesh.proxy.http1;

import java.nio.charset.StandardCharsets;

/** A header's name, ready to be compared with bytes in any case. */
public final class HeaderName {
    public static final HeaderName HOST = new HeaderName("Host");
    public static final HeaderName CONTENT_LENGTH = new HeaderName("Content-Length");
    public static final HeaderName TRANSFER_ENCODING = new HeaderName("Transfer-Encoding");
    public static final HeaderName CONNECTION = new HeaderName("Connection");
    public static final HeaderName KEEP_ALIVE = new HeaderName("Keep-Alive");
    public static final HeaderName PROXY_CONNECTION = new HeaderName("Proxy-Connection");
    public static final HeaderName TE = new HeaderName("TE");
    public static final HeaderName TRAILER = new HeaderName("Trailer");
    public static final HeaderName UPGRADE = new HeaderName("Upgrade");
    public static final HeaderName HTTP2_SETTINGS = new HeaderName("HTTP2-Settings");
    public static final HeaderName EXPECT = new HeaderName("Expect");

    private final byte[] spelled;
    private final byte[] lower;

    private HeaderName(String name) {
        this.spelled = name.getBytes(StandardCharsets.ISO_8859_1);
        this.lower = spelled.clone();
        for (int i = 0; i < lower.length; i++) {
            lower[i] = Octets.lower(lower[i]);
        }
    }

    /**
     * @param name as it is to be spelled where we add it
     * @throws IllegalArgumentException when it is not a token (RFC 9110, section 5.1)
     */
    public static HeaderName of(String name) {
        boolean token = !name.isEmpty() && name.chars().allMatch(it -> it < 0x80 && Octets.isToken((byte) it));
        if (!token) {
            throw new IllegalArgumentException("\"" + name + "\" is not a header name: names are made of letters,"
                    + " digits and !#$%&'*+-.^_`|~ (RFC 9110, section 5.6.2)");
        }
        return new HeaderName(name);
    }

    /** Whether these bytes spell this name, in whatever case. */
    boolean matches(byte[] bytes, int from, int to) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (Octets.lower(bytes[from + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    boolean matches(Slice name) {
        return matches(name.bytes(), name.from(), name.to());
    }

    byte[] spelled() {
        return spelled;
    }

    @Override
    public String toString() {
        return new String(spelled, StandardCharsets.ISO_8859_1);
    }
}

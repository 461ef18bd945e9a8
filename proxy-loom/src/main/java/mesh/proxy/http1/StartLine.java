package mesh.proxy.http1;

import java.nio.charset.StandardCharsets;

/** The parts of start lines that are the same in every message. */
final class StartLine {
    static final byte[] SPACE = {' '};
    static final byte[] VERSION = "HTTP/1.1 ".getBytes(StandardCharsets.ISO_8859_1);
    static final byte[] REQUEST_END = " HTTP/1.1\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private static final byte[] DIGITS = "0123456789".getBytes(StandardCharsets.ISO_8859_1);

    private StartLine() {}

    /** Three digits and a space. */
    static void status(Output out, int status) {
        digit(out, status / 100);
        digit(out, status / 10 % 10);
        digit(out, status % 10);
        out.put(SPACE);
    }

    private static void digit(Output out, int digit) {
        out.put(DIGITS, digit, digit + 1);
    }
}

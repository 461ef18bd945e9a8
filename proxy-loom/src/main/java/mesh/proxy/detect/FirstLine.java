package mesh.proxy.detect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Tells HTTP/1 and the preface of HTTP/2 from other protocols by how the first line begins. */
final class FirstLine {
    private static final byte[] HTTP2_PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII); // RFC 9113, section 3.4

    /** RFC 9110, section 9, and RFC 5789: a line that begins with one of these is HTTP whatever follows. */
    private static final byte[][] METHODS = {
        ascii("GET "),
        ascii("HEAD "),
        ascii("POST "),
        ascii("PUT "),
        ascii("DELETE "),
        ascii("CONNECT "),
        ascii("OPTIONS "),
        ascii("TRACE "),
        ascii("PATCH ")
    };

    private static final byte[] VERSION = ascii(" HTTP/");

    /** Of other methods at most so many bytes are awaited for the line's end. */
    private static final int LONGEST_LINE = 1024;

    private static final int LONGEST_METHOD = 32;

    private FirstLine() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Detection look(ByteBuffer first) {
        int from = first.position() + emptyLineBytes(first);
        int there = first.limit() - from;
        if (there <= 0) {
            return new Detection.NeedsMore();
        }
        if (from == first.position() && matches(first, from, HTTP2_PREFACE)) {
            return there >= HTTP2_PREFACE.length ? new Detection.Http2() : new Detection.NeedsMore();
        }
        for (byte[] method : METHODS) {
            if (matches(first, from, method)) {
                return there >= method.length ? new Detection.Http1() : new Detection.NeedsMore();
            }
        }
        return otherMethod(first, from);
    }

    /** Whether what is there is how this begins, as far as both go. */
    private static boolean matches(ByteBuffer first, int from, byte[] wanted) {
        int count = Math.min(first.limit() - from, wanted.length);
        for (int i = 0; i < count; i++) {
            if (first.get(from + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** The one empty line that HTTP/1 skips before a request: RFC 9112, section 2.2. */
    private static int emptyLineBytes(ByteBuffer first) {
        int from = first.position();
        if (first.get(from) != '\r') {
            return 0;
        }
        boolean wholeOrUnknown = first.remaining() == 1 || first.get(from + 1) == '\n';
        return wholeOrUnknown ? 2 : 0;
    }

    /** A method that we do not know could be a command of another protocol: the line's end decides. */
    private static Detection otherMethod(ByteBuffer first, int from) {
        int method = 0;
        while (from + method < first.limit() && isMethodPart(first.get(from + method))) {
            method++;
        }
        if (method > LONGEST_METHOD) {
            return new Detection.Opaque();
        }
        if (from + method == first.limit()) {
            return new Detection.NeedsMore();
        }
        return method > 0 && first.get(from + method) == ' ' ? byVersion(first, from + method) : new Detection.Opaque();
    }

    private static Detection byVersion(ByteBuffer first, int from) {
        int end = Math.min(first.limit(), from + LONGEST_LINE);
        for (int i = from; i < end; i++) {
            byte octet = first.get(i);
            if (octet == ' ' && end - i >= VERSION.length && matches(first, i, VERSION)) {
                return new Detection.Http1();
            }
            if (octet < ' ') { // its line's end, a control, or beyond ASCII
                return new Detection.Opaque();
            }
        }
        return end - from == LONGEST_LINE ? new Detection.Opaque() : new Detection.NeedsMore();
    }

    private static boolean isMethodPart(byte octet) {
        return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z') || octet == '-' || octet == '_';
    }
}

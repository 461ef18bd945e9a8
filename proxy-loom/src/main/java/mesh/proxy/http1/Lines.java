package mesh.proxy.http1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The lines of a head or of trailers, kept as they arrive. It takes exactly the bytes of its lines and looks at each
 * once, whatever pieces they come in, so nobody has to keep a buffer while waiting for the rest.
 *
 * <p>A line ends with CRLF. RFC 9112, section 2.2, would allow to take a lone LF for it, and some programs do; others
 * do not, so it is refused, as are CRs elsewhere and all controls.
 */
final class Lines {
    private static final byte[] NOTHING = {};

    /** Most heads fit; larger ones double it. */
    private static final int FIRST_BYTES = 512;

    private byte[] bytes = NOTHING;
    private int length;
    private int start;
    private boolean complete;

    /**
     * Takes bytes up to the end of the next line.
     *
     * @param maxBytes of this line with its CRLF
     * @param tooLong makes the refusal of a longer one, given the offset where the line starts
     * @return whether the line is complete: it is {@link #from()} to {@link #to()}, without its CRLF
     */
    boolean take(ByteBuffer in, int maxBytes, TooLong tooLong) throws RefusedException {
        if (complete) {
            start = length;
            complete = false;
        }
        int first = in.position();
        int last = Math.min(in.limit(), first + maxBytes - (length - start));
        boolean afterCr = length > start && bytes[length - 1] == Octets.CR;
        for (int i = first; i < last; i++) {
            byte octet = in.get(i);
            if (afterCr) {
                if (octet != Octets.LF) {
                    throw bareCr(length + i - first - 1);
                }
                keep(in, i + 1 - first);
                complete = true;
                return true;
            }
            afterCr = octet == Octets.CR;
            if (!afterCr && !Octets.isField(octet)) {
                throw control(octet, length + i - first);
            }
        }
        keep(in, last - first);
        if (length - start >= maxBytes) {
            throw tooLong.refusal(start);
        }
        return false;
    }

    interface TooLong {
        RefusedException refusal(int offset);
    }

    private void keep(ByteBuffer in, int count) {
        if (length + count > bytes.length) {
            // The rest of this head is probably in the same buffer; if not, the size doubles.
            int wanted = Math.max(length + count, Math.min(length + in.remaining(), Math.max(FIRST_BYTES, 2 * length)));
            bytes = Arrays.copyOf(bytes, wanted);
        }
        in.get(bytes, length, count);
        length += count;
    }

    private static RefusedException bareCr(int offset) {
        return RefusedException.of(400, "a CR that no LF follows", offset, "RFC 9112, section 2.2");
    }

    private static RefusedException control(byte octet, int offset) {
        return octet == Octets.LF
                ? RefusedException.of(
                        400, "a line that ends with LF alone instead of CRLF", offset, "RFC 9112, section 2.2")
                : RefusedException.of(
                        400, "the control character " + Octets.name(octet), offset, "RFC 9110, section 5.5");
    }

    byte[] bytes() {
        return bytes;
    }

    /** Bytes taken so far. */
    int length() {
        return length;
    }

    int from() {
        return start;
    }

    /** Where the line starts that {@link #take} works on next. */
    int nextFrom() {
        return complete ? length : start;
    }

    int to() {
        return length - 2;
    }

    /** Forgets everything: what was given out keeps the array. */
    void reset() {
        bytes = NOTHING;
        length = 0;
        start = 0;
        complete = false;
    }
}

package mesh.proxy.telemetry;

import java.util.Optional;
import mesh.proxy.http1.Slice;

/**
 * The header {@code traceparent}: {@code 00-}trace id{@code -}parent id{@code -}flags, all in lower-case hexadecimal
 * digits. What is not exactly so is taken for absent.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-1/#traceparent-header">Trace Context, section 3.2</a>
 */
record TraceParent(long traceHigh, long traceLow, long parent, boolean sampled) {
    private static final int LENGTH = 55;
    private static final int TRACE = 3;
    private static final int PARENT = 36;
    private static final int FLAGS = 53;
    private static final int SAMPLED = 1;

    static Optional<TraceParent> parse(Slice value) {
        if (!hasItsShape(value) || value.startsWith("ff")) { // ff: never a version, section 3.2.2.1
            return Optional.empty();
        }
        var parsed = new TraceParent(
                number(value, TRACE, 16),
                number(value, TRACE + 16, 16),
                number(value, PARENT, 16),
                (number(value, FLAGS, 2) & SAMPLED) != 0);
        boolean zero = (parsed.traceHigh | parsed.traceLow) == 0 || parsed.parent == 0;
        return zero ? Optional.empty() : Optional.of(parsed);
    }

    /** Later versions may say more after another dash: what they share with ours is read, section 4.3. */
    private static boolean hasItsShape(Slice value) {
        return value.length() >= LENGTH
                && (value.length() == LENGTH || (!value.startsWith("00") && value.at(LENGTH) == '-'))
                && areDigits(value, 0, 2)
                && value.at(TRACE - 1) == '-'
                && areDigits(value, TRACE, 32)
                && value.at(PARENT - 1) == '-'
                && areDigits(value, PARENT, 16)
                && value.at(FLAGS - 1) == '-'
                && areDigits(value, FLAGS, 2);
    }

    private static boolean areDigits(Slice value, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (digit(value.at(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static long number(Slice value, int from, int digits) {
        long number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number << 4 | digit(value.at(i));
        }
        return number;
    }

    private static int digit(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        return octet >= 'a' && octet <= 'f' ? octet - 'a' + 10 : -1;
    }
}

package mesh.proxy.relay;

import java.time.Duration;
import java.util.Locale;

/**
 * How long a connection may do nothing.
 *
 * @param connect until the upstream answers
 * @param idle without a byte either way
 * @param halfClosed without a byte on the way that is still open, once the other has ended; also how long sent bytes
 *     may stay unacknowledged (TCP_USER_TIMEOUT)
 */
public record Timeouts(Duration connect, Duration idle, Duration halfClosed) {
    /** As a person would write it: {@code 500ms}, {@code 5s}, {@code 1h}. */
    public static String text(Duration duration) {
        return duration.toMillisPart() == 0
                ? duration.toString().substring(2).toLowerCase(Locale.ROOT)
                : duration.toMillis() + "ms";
    }
}

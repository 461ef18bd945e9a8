package mesh.proxy.relay;

import java.time.Duration;
import java.util.Locale;

/**
 * How long a connection may do nothing.
 *
 * @param connect until the upstream answers
 * @param idle without a byte either way
 * @param halfClosed without a byte on the way that is still open, once the other has ended
 * @param deadPeer without an acknowledgement of sent bytes, or with a full window (TCP_USER_TIMEOUT, tcp(7))
 */
public record Timeouts(Duration connect, Duration idle, Duration halfClosed, Duration deadPeer) {
    /** As a person would write it: {@code 500ms}, {@code 5s}, {@code 1h}. */
    public static String text(Duration duration) {
        return duration.toMillisPart() == 0
                ? duration.toString().substring(2).toLowerCase(Locale.ROOT)
                : duration.toMillis() + "ms";
    }
}

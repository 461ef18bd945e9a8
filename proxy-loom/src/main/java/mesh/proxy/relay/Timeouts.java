package mesh.proxy.relay;

import java.time.Duration;

/**
 * How long a connection may do nothing.
 *
 * @param connect until the upstream answers
 * @param idle without a byte either way
 * @param halfClosed without a byte on the way that is still open, once the other has ended; also how long sent bytes
 *     may stay unacknowledged (TCP_USER_TIMEOUT)
 */
public record Timeouts(Duration connect, Duration idle, Duration halfClosed) {}

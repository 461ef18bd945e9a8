package mesh.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Socket options of tcp(7) that java.nio does not offer. The others (keepalive and its times) it has. */
public final class SocketOptions {
    private static final int TCP_USER_TIMEOUT = 18; // <netinet/tcp.h>, milliseconds
    private static final int TCP_QUICKACK = 12; // <netinet/tcp.h>, boolean
    private static final int INT_BYTES = 4;

    private SocketOptions() {}

    /**
     * How long sent bytes may stay unacknowledged before the kernel gives the connection up (ETIMEDOUT). Keepalive
     * probes do not run while data is in flight; without this a dead peer holds the connection for some 15 minutes.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5482">RFC 5482</a>
     */
    public static void userTimeout(SocketChannel channel, Duration timeout) throws IOException {
        set(channel, TCP_USER_TIMEOUT, "TCP_USER_TIMEOUT", Math.toIntExact(timeout.toMillis()));
    }

    /** Acknowledge at once (true) instead of waiting for data to carry the acknowledgement. Not sticky, see tcp(7). */
    public static void quickAck(SocketChannel channel, boolean on) throws IOException {
        set(channel, TCP_QUICKACK, "TCP_QUICKACK", on ? 1 : 0);
    }

    private static void set(SocketChannel channel, int option, String name, int value) throws IOException {
        try {
            LibC.setsockopt(Descriptors.of(channel), LibC.IPPROTO_TCP, option, new int[] {value}, INT_BYTES);
        } catch (LastErrorException e) {
            var failure = new SocketException(
                    "setsockopt(%s, %d) on %s failed with %s".formatted(name, value, channel, Errno.describe(e)));
            failure.initCause(e);
            throw failure;
        }
    }
}

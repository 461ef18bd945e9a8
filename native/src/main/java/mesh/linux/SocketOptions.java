package mesh.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Socket options of tcp(7) and ipv6(7) that java.nio does not offer. The others (keepalive and its times) it has. */
public final class SocketOptions {
    private static final int SOL_SOCKET = 1; // <asm-generic/socket.h>
    private static final int SO_KEEPALIVE = 9; // <asm-generic/socket.h>, boolean
    private static final int TCP_NODELAY = 1; // <netinet/tcp.h>, boolean
    private static final int TCP_QUICKACK = 12; // <netinet/tcp.h>, boolean
    private static final int TCP_USER_TIMEOUT = 18; // <netinet/tcp.h>, milliseconds
    private static final int IPV6_V6ONLY = 26; // <linux/in6.h>, boolean
    private static final int INT_BYTES = 4;

    private SocketOptions() {}

    /**
     * How long sent bytes may stay unacknowledged before the kernel gives the connection up (ETIMEDOUT). Keepalive
     * probes do not run while data is in flight; without this a dead peer holds the connection for some 15 minutes.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc5482">RFC 5482</a>
     */
    public static void userTimeout(SocketChannel channel, Duration timeout) throws IOException {
        int millis = Math.toIntExact(timeout.toMillis());
        set(channel, LibC.IPPROTO_TCP, TCP_USER_TIMEOUT, "TCP_USER_TIMEOUT", millis);
    }

    /** What {@link #userTimeout(SocketChannel, Duration)} set; zero: the system's default. */
    public static Duration userTimeout(SocketChannel channel) throws IOException {
        return Duration.ofMillis(get(channel, LibC.IPPROTO_TCP, TCP_USER_TIMEOUT, "TCP_USER_TIMEOUT"));
    }

    /** Acknowledge at once (true) instead of waiting for data to carry the acknowledgement. Not sticky, see tcp(7). */
    public static void quickAck(SocketChannel channel, boolean on) throws IOException {
        set(channel, LibC.IPPROTO_TCP, TCP_QUICKACK, "TCP_QUICKACK", on ? 1 : 0);
    }

    /** Whether acknowledgements are sent at once now. */
    public static boolean quickAck(SocketChannel channel) throws IOException {
        return get(channel, LibC.IPPROTO_TCP, TCP_QUICKACK, "TCP_QUICKACK") != 0;
    }

    /**
     * Keeps a listener to IPv6, so that another may own the same port for IPv4. The JDK makes every IPv6 socket
     * dual-stack. To be called before bind.
     */
    public static void ipv6Only(ServerSocketChannel unbound, boolean on) throws IOException {
        set(unbound, LibC.SOL_IPV6, IPV6_V6ONLY, "IPV6_V6ONLY", on ? 1 : 0);
    }

    /** Whether a listener takes IPv6 connections only. */
    public static boolean ipv6Only(ServerSocketChannel listener) throws IOException {
        return get(listener, LibC.SOL_IPV6, IPV6_V6ONLY, "IPV6_V6ONLY") != 0;
    }

    /**
     * Sets no-delay, keepalive and {@link #userTimeout(SocketChannel, Duration)} on a listener: Linux gives every
     * connection that it accepts the listener's options, which saves three system calls each.
     */
    public static void forAccepted(ServerSocketChannel listener, Duration unanswered) throws IOException {
        set(listener, LibC.IPPROTO_TCP, TCP_NODELAY, "TCP_NODELAY", 1);
        set(listener, SOL_SOCKET, SO_KEEPALIVE, "SO_KEEPALIVE", 1);
        set(listener, LibC.IPPROTO_TCP, TCP_USER_TIMEOUT, "TCP_USER_TIMEOUT", Math.toIntExact(unanswered.toMillis()));
    }

    private static void set(Channel channel, int level, int option, String name, int value) throws IOException {
        try {
            LibC.setsockopt(Descriptors.of(channel), level, option, new int[] {value}, INT_BYTES);
        } catch (LastErrorException e) {
            throw failure("setsockopt(%s, %d)".formatted(name, value), channel, e);
        }
    }

    private static int get(Channel channel, int level, int option, String name) throws IOException {
        var value = new byte[INT_BYTES];
        try {
            LibC.getsockopt(Descriptors.of(channel), level, option, value, new int[] {INT_BYTES});
            return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
        } catch (LastErrorException e) {
            throw failure("getsockopt(" + name + ")", channel, e);
        }
    }

    static SocketException failure(String call, Channel channel, LastErrorException e) {
        var failure = new SocketException(
                "%s on %s failed with %s. %s".formatted(call, channel, Errno.describe(e), remedy(e)));
        failure.initCause(e);
        return failure;
    }

    private static String remedy(LastErrorException e) {
        if (Errno.EBADF.is(e)) {
            return "The channel was closed before the call.";
        }
        if (Errno.ENOPROTOOPT.is(e)) {
            return "The socket is of another family, or this kernel is older than the option.";
        }
        return "The value is outside of what the option takes, or comes too late in the socket's life: see tcp(7), ipv6(7).";
    }
}

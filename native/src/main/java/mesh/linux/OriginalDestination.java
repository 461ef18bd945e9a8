package mesh.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Where a client was heading before a REDIRECT rule brought it to us. conntrack wrote it down when the connection's
 * first packet walked the nat table; getsockopt(2) with {@code SO_ORIGINAL_DST} reads it back.
 *
 * @param address the destination in the first packet of the connection: an IPv4 address for an IPv4 connection, also
 *     when a dual-stack listener took it and shows it as {@code ::ffff:a.b.c.d}
 * @see <a href="https://github.com/torvalds/linux/blob/master/net/netfilter/nf_conntrack_proto.c">getorigdst(),
 *     ipv6_getorigdst()</a>
 */
public record OriginalDestination(InetSocketAddress address) {
    /** {@code struct sockaddr_in}, ip(7): family 2 bytes, port 2, address 4, zero 8. */
    private static final int SOCKADDR_IN_BYTES = 16;

    /** {@code struct sockaddr_in6}, ipv6(7): family 2 bytes, port 2, flow label 4, address 16, scope 4. */
    private static final int SOCKADDR_IN6_BYTES = 28;

    /**
     * Asks the kernel about one accepted connection. A connection that no rule redirected answers with its own local
     * address when conntrack follows it, and fails when it does not.
     *
     * @throws InterceptionException when conntrack does not know the connection
     * @throws IOException when the channel is closed
     */
    public static OriginalDestination of(SocketChannel accepted) throws IOException {
        // The JDK shows an IPv4 connection on an IPv6 socket as Inet4Address: that is the connection's real family.
        boolean ipv4 = ((InetSocketAddress) accepted.getLocalAddress()).getAddress() instanceof Inet4Address;
        int fd = Descriptors.of(accepted);
        return new OriginalDestination(ipv4 ? ipv4(fd) : ipv6(fd));
    }

    private static InetSocketAddress ipv4(int fd) throws IOException {
        var sockaddr = ask(fd, LibC.SOL_IP, LibC.SO_ORIGINAL_DST, SOCKADDR_IN_BYTES);
        return address(sockaddr, Arrays.copyOfRange(sockaddr, 4, 8));
    }

    private static InetSocketAddress ipv6(int fd) throws IOException {
        var sockaddr = ask(fd, LibC.SOL_IPV6, LibC.IP6T_SO_ORIGINAL_DST, SOCKADDR_IN6_BYTES);
        var address = Arrays.copyOfRange(sockaddr, 8, 24);
        int scope = ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder()).getInt(24); // an interface, for fe80::/10
        return scope == 0
                ? address(sockaddr, address)
                : new InetSocketAddress(Inet6Address.getByAddress(null, address, scope), port(sockaddr));
    }

    private static byte[] ask(int fd, int level, int option, int bytes) throws InterceptionException {
        var sockaddr = new byte[bytes];
        try {
            LibC.getsockopt(fd, level, option, sockaddr, new int[] {bytes});
            return sockaddr;
        } catch (LastErrorException e) {
            throw new InterceptionException(
                    "no original destination for descriptor %d: getsockopt(%s, SO_ORIGINAL_DST) failed with %s. %s"
                            .formatted(fd, level == LibC.SOL_IP ? "SOL_IP" : "SOL_IPV6", Errno.describe(e), remedy(e)),
                    e);
        }
    }

    private static String remedy(LastErrorException e) {
        if (Errno.ENOENT.is(e)) {
            return """
                    conntrack does not know this connection: no REDIRECT rule sent it here, or its entry expired. \
                    Run `iptables-save -t nat` in the pod; if MESH_OUTBOUND is missing there, netinit has not run.""";
        }
        if (Errno.ENOPROTOOPT.is(e)) {
            return """
                    this kernel has no conntrack for that address family in this namespace. \
                    Load nf_conntrack (and ip6table_nat for IPv6), or run netinit, whose rules load them.""";
        }
        return "The connection was probably closed meanwhile.";
    }

    private static InetSocketAddress address(byte[] sockaddr, byte[] address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(address), port(sockaddr));
    }

    private static int port(byte[] sockaddr) {
        return ByteBuffer.wrap(sockaddr).getShort(2) & 0xffff; // network order
    }
}

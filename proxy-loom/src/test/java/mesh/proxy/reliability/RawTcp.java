package mesh.proxy.reliability;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import mesh.linux.NetworkNamespace;

/**
 * Hears and forges the segments of somebody else's TCP connection, over IPv4: raw(7). For one connection, seen from the
 * client's pod.
 */
final class RawTcp implements AutoCloseable {
    private static final int AF_INET = 2, SOCK_RAW = 3, IPPROTO_TCP = 6, IPPROTO_RAW = 255; // <sys/socket.h>
    private static final int SOL_SOCKET = 1, SO_RCVTIMEO = 20; // <asm-generic/socket.h>
    private static final int IP_BYTES = 20, TCP_BYTES = 20, ACK = 0x10, PSH = 0x08;

    /** raw(7), recv(2), sendto(2), setsockopt(2), close(2). */
    private static final class LibC {
        static {
            Native.register(LibC.class, "c");
        }

        static native int socket(int family, int type, int protocol) throws LastErrorException;

        static native int setsockopt(int fd, int level, int name, long[] value, int bytes) throws LastErrorException;

        static native int recv(int fd, byte[] buffer, long bytes, int flags) throws LastErrorException;

        static native int sendto(int fd, byte[] packet, long bytes, int flags, byte[] to, int toBytes)
                throws LastErrorException;

        static native int close(int fd) throws LastErrorException;
    }

    private final InetSocketAddress client;
    private final InetSocketAddress server;
    private final int hears;
    private final int speaks;

    private RawTcp(InetSocketAddress client, InetSocketAddress server) {
        this.client = client;
        this.server = server;
        this.hears = LibC.socket(AF_INET, SOCK_RAW, IPPROTO_TCP);
        this.speaks = LibC.socket(AF_INET, SOCK_RAW, IPPROTO_RAW); // implies IP_HDRINCL: we write the IP header
        LibC.setsockopt(hears, SOL_SOCKET, SO_RCVTIMEO, new long[] {10, 0}, 16); // struct timeval: seconds, micros
    }

    static RawTcp open(NetworkNamespace pod, InetSocketAddress client, InetSocketAddress server) throws Exception {
        return pod.call(() -> new RawTcp(client, server));
    }

    /** Where the server is in both streams: the acknowledgement it sent last, and its own next sequence number. */
    record Position(int acknowledged, int sequence) {}

    /** Waits for the server's next segment. */
    Position hear() {
        var packet = new byte[65536];
        while (true) {
            int bytes = LibC.recv(hears, packet, packet.length, 0);
            int ip = (packet[0] & 0xf) * 4;
            var tcp = ByteBuffer.wrap(packet, ip, bytes - ip).slice();
            if ((tcp.getShort(0) & 0xffff) == server.getPort() && (tcp.getShort(2) & 0xffff) == client.getPort()) {
                return new Position(tcp.getInt(8), tcp.getInt(4));
            }
        }
    }

    /** Sends one segment with a few bytes as the client, which knows nothing of it. */
    void forge(int sequence, int acknowledgement) {
        var payload = "out of window".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var segment = ByteBuffer.allocate(TCP_BYTES + payload.length)
                .putShort((short) client.getPort())
                .putShort((short) server.getPort())
                .putInt(sequence)
                .putInt(acknowledgement)
                .put((byte) ((TCP_BYTES / 4) << 4))
                .put((byte) (ACK | PSH))
                .putShort((short) 1000) // window
                .putInt(0) // checksum and urgent pointer
                .put(payload);
        segment.putShort(16, checksum(segment.array()));
        send(segment.array());
    }

    private void send(byte[] segment) {
        var packet = ByteBuffer.allocate(IP_BYTES + segment.length)
                .putShort((short) 0x4500) // version 4, header of 5 words
                .putShort((short) (IP_BYTES + segment.length))
                .putInt(0x00004000) // don't fragment
                .putShort((short) ((64 << 8) | IPPROTO_TCP)) // time to live
                .putShort((short) 0) // the kernel fills the checksum in
                .put(address(client))
                .put(address(server))
                .put(segment)
                .array();
        var to = ByteBuffer.allocate(16)
                .put((byte) AF_INET)
                .put((byte) 0)
                .putShort((short) 0)
                .put(address(server));
        LibC.sendto(speaks, packet, packet.length, 0, to.array(), to.capacity());
    }

    /** RFC 9293, section 3.1: over a pseudo header and the segment. */
    private short checksum(byte[] segment) {
        var all = ByteBuffer.allocate(12 + segment.length + (segment.length & 1))
                .put(address(client))
                .put(address(server))
                .putShort((short) IPPROTO_TCP)
                .putShort((short) segment.length)
                .put(segment)
                .rewind();
        int sum = 0;
        while (all.remaining() > 1) {
            sum += all.getShort() & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }

    private static byte[] address(InetSocketAddress address) {
        return ((Inet4Address) address.getAddress()).getAddress();
    }

    @Override
    public void close() {
        LibC.close(hears);
        LibC.close(speaks);
    }
}

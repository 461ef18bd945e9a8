package mesh.linux;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a packet says at the level of TCP: RFC 791, RFC 8200 and RFC 9293 section 3.1.
 *
 * @param source address and port it came from
 * @param destination address and port it goes to
 * @param flags the control bits that are set
 * @param sequence number of its first byte, 0 to 2^32-1
 * @param acknowledgement number of the byte expected next; meaningless without ACK
 * @param payloadBytes how many bytes of the stream it carries, by its IP header
 * @param payload those of them that were copied: may be fewer
 */
public record TcpPacket(
        InetSocketAddress source,
        InetSocketAddress destination,
        Set<Flag> flags,
        long sequence,
        long acknowledgement,
        int payloadBytes,
        ByteBuffer payload) {

    /** Control bits: RFC 9293 section 3.1, RFC 3168. */
    public enum Flag {
        FIN(0x01),
        SYN(0x02),
        RST(0x04),
        PSH(0x08),
        ACK(0x10),
        URG(0x20),
        ECE(0x40),
        CWR(0x80);

        private final int bit;

        Flag(int bit) {
            this.bit = bit;
        }
    }

    private static final int TCP_HEADER_BYTES = 20; // without options

    /** Reads a packet from its IP header on. Empty: not TCP, a later fragment, or cut off inside the headers. */
    public static Optional<TcpPacket> parse(ByteBuffer packet) {
        return IpHeader.parse(packet)
                .filter(IpHeader::isTcp)
                .filter(ip -> packet.limit() >= ip.headerBytes() + TCP_HEADER_BYTES)
                .flatMap(ip -> parse(ip, packet));
    }

    private static Optional<TcpPacket> parse(IpHeader ip, ByteBuffer packet) {
        int tcp = ip.headerBytes();
        int data = tcp + ((packet.get(tcp + 12) & 0xf0) >> 2); // data offset: upper four bits, in words of 4 bytes
        if (data < tcp + TCP_HEADER_BYTES || data > packet.limit()) {
            return Optional.empty();
        }
        int end = Math.min(packet.limit(), ip.totalBytes());
        return Optional.of(new TcpPacket(
                new InetSocketAddress(ip.source(), packet.getShort(tcp) & 0xffff),
                new InetSocketAddress(ip.destination(), packet.getShort(tcp + 2) & 0xffff),
                flags(packet.get(tcp + 13)),
                packet.getInt(tcp + 4) & 0xffffffffL,
                packet.getInt(tcp + 8) & 0xffffffffL,
                Math.max(0, ip.totalBytes() - data),
                packet.slice(data, Math.max(0, end - data)).asReadOnlyBuffer()));
    }

    private static Set<Flag> flags(byte bits) {
        var flags = EnumSet.noneOf(Flag.class);
        for (var flag : Flag.values()) {
            if ((bits & flag.bit) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** How far it moves the sequence number: its bytes, and one each for SYN and FIN. */
    public int sequenceLength() {
        return payloadBytes + (has(Flag.SYN) ? 1 : 0) + (has(Flag.FIN) ? 1 : 0);
    }

    /** The part of an IP header that says where TCP begins and ends. */
    private record IpHeader(
            InetAddress source, InetAddress destination, int protocol, int headerBytes, int totalBytes) {
        private static final int TCP = 6;
        private static final int IPV4_BYTES = 20; // without options
        private static final int IPV6_BYTES = 40;

        boolean isTcp() {
            return protocol == TCP;
        }

        static Optional<IpHeader> parse(ByteBuffer packet) {
            int version = packet.hasRemaining() ? (packet.get(0) & 0xf0) >> 4 : 0;
            if (version == 4 && packet.limit() >= IPV4_BYTES) {
                return ipv4(packet);
            }
            return version == 6 && packet.limit() >= IPV6_BYTES ? ipv6(packet) : Optional.empty();
        }

        private static Optional<IpHeader> ipv4(ByteBuffer packet) {
            if ((packet.getShort(6) & 0x1fff) != 0) {
                return Optional.empty(); // a later fragment has no TCP header
            }
            return Optional.of(new IpHeader(
                    address(packet, 12, 4),
                    address(packet, 16, 4),
                    packet.get(9),
                    (packet.get(0) & 0x0f) * 4,
                    totalBytes(packet, 0, packet.getShort(2) & 0xffff)));
        }

        private static Optional<IpHeader> ipv6(ByteBuffer packet) {
            int next = packet.get(6);
            int at = IPV6_BYTES;
            while (isOption(next)) {
                if (at + 2 > packet.limit()) {
                    return Optional.empty();
                }
                next = packet.get(at);
                at += 8 + 8 * (packet.get(at + 1) & 0xff);
            }
            int total = totalBytes(packet, IPV6_BYTES, packet.getShort(4) & 0xffff);
            return Optional.of(new IpHeader(address(packet, 8, 16), address(packet, 24, 16), next, at, total));
        }

        /** Inside one machine segments can be longer than their length field can say: it is 0 then (BIG TCP). */
        private static int totalBytes(ByteBuffer packet, int notCounted, int length) {
            return length == 0 ? packet.limit() : notCounted + length;
        }

        /** Hop-by-hop, routing, destination options: their second byte is their length, RFC 8200 section 4. */
        private static boolean isOption(int header) {
            return header == 0 || header == 43 || header == 60;
        }

        private static InetAddress address(ByteBuffer packet, int at, int bytes) {
            var address = new byte[bytes];
            packet.get(at, address);
            try {
                return InetAddress.getByAddress(address);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(bytes + " bytes make no address", e); // 4 and 16 always do
            }
        }
    }
}

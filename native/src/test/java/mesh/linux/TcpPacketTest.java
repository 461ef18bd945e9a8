package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import mesh.linux.TcpPacket.Flag;
import org.junit.jupiter.api.Test;

class TcpPacketTest {
    private static final String IPV4 = "45 00 002c 0001 4000 40 06 0000 0a4d0002 0a4d0003";
    private static final String IPV6_WITH_OPTIONS = """
            6 00 00000 0020 3c 40 fd770000000000000000000000000002 fd770000000000000000000000000003\
             06 00 010400000000""";
    private static final String TCP = "a028 1f90 ffffffff 80000000 50 18 ffff 0000 0000";
    private static final String DATA = "47 45 54 20";

    @Test
    void readsAnIpv4Segment() {
        var packet = parse(IPV4 + TCP + DATA).orElseThrow();
        assertEquals(new InetSocketAddress(InetAddress.ofLiteral("10.77.0.2"), 41000), packet.source());
        assertEquals(new InetSocketAddress(InetAddress.ofLiteral("10.77.0.3"), 8080), packet.destination());
        assertEquals(Set.of(Flag.PSH, Flag.ACK), packet.flags());
        assertEquals(0xffffffffL, packet.sequence(), "unsigned");
        assertEquals(0x80000000L, packet.acknowledgement());
        assertEquals(4, packet.payloadBytes());
        assertEquals("GET ", StandardCharsets.US_ASCII.decode(packet.payload()).toString());
    }

    @Test
    void readsAnIpv6SegmentBehindItsOptions() {
        var packet = parse(IPV6_WITH_OPTIONS + TCP + DATA).orElseThrow();
        assertEquals(new InetSocketAddress(InetAddress.ofLiteral("fd77::2"), 41000), packet.source());
        assertEquals(4, packet.payloadBytes());
        assertEquals(4, packet.payload().remaining());
    }

    @Test
    void aCopyThatEndsBeforeThePayloadStillCountsItsBytes() {
        var packet = parse(IPV4 + TCP).orElseThrow();
        assertEquals(4, packet.payloadBytes());
        assertEquals(0, packet.payload().remaining());
    }

    @Test
    void synAndFinTakeASequenceNumberEach() {
        var syn = parse((IPV4 + TCP).replace("50 18", "50 02").replace("002c", "0028"))
                .orElseThrow();
        assertEquals(1, syn.sequenceLength());
    }

    @Test
    void whatIsNotTheBeginningOfATcpSegmentIsEmpty() {
        assertTrue(parse("").isEmpty());
        assertTrue(parse((IPV4 + TCP).replace("40 06", "40 11")).isEmpty(), "UDP");
        assertTrue(parse((IPV4 + TCP).replace("4000 40", "2001 40")).isEmpty(), "a later fragment");
        assertTrue(parse((IPV4 + TCP).replace("50 18", "40 18")).isEmpty(), "a data offset inside the header");
        assertTrue(parse((IPV4 + TCP).replace("50 18", "f0 18")).isEmpty(), "options that are not there");
    }

    /** Whatever a stranger sends: no exception at any length. */
    @Test
    void aPacketCutOffAnywhereInItsHeadersIsEmpty() {
        for (var whole : new String[] {IPV4 + TCP, IPV6_WITH_OPTIONS + TCP}) {
            var bytes = bytes(whole);
            for (int length = 0; length < bytes.length; length++) {
                assertTrue(TcpPacket.parse(ByteBuffer.wrap(bytes, 0, length)).isEmpty(), "cut at " + length);
            }
        }
    }

    private static Optional<TcpPacket> parse(String hex) {
        return TcpPacket.parse(ByteBuffer.wrap(bytes(hex)));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
}

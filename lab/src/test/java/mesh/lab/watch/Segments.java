package mesh.lab.watch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;
import mesh.linux.Hook;
import mesh.linux.TcpPacket;
import mesh.linux.TcpPacket.Flag;

/** Sightings as tests write them. */
final class Segments {
    static final InetSocketAddress CLIENT = endpoint("10.77.0.2", 41000);
    static final InetSocketAddress APP = endpoint("10.77.0.3", 8080);
    static final InetSocketAddress PROXY = endpoint("10.77.0.3", 15006);

    private Segments() {}

    static InetSocketAddress endpoint(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    static TcpPacket segment(
            InetSocketAddress from, InetSocketAddress to, Set<Flag> flags, long seq, long ack, String payload) {
        var bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.US_ASCII));
        return new TcpPacket(from, to, flags, seq, ack, bytes.remaining(), bytes);
    }

    static TcpPacket syn(InetSocketAddress from, InetSocketAddress to, long seq) {
        return segment(from, to, Set.of(Flag.SYN), seq, 0, "");
    }

    static Sighting at(Hook hook, TcpPacket packet) {
        var time = Instant.parse("2026-01-01T12:03:01.123456Z");
        return new Sighting(time, hook, hook == Hook.OUTPUT ? "lo" : "eth0", OptionalInt.empty(), packet);
    }
}

package mesh.lab.watch;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import mesh.lab.watch.Observation.Became;
import mesh.linux.Hook;
import mesh.linux.TcpPacket;
import mesh.linux.TcpPacket.Flag;

/**
 * Turns single packets into a story: which packet is the one that we saw at the hook before, under another address.
 *
 * <p>nat rewrites one end of a packet and leaves the other end and the TCP numbers alone. So a packet is known again by
 * its numbers together with either end. Memory is bounded: the oldest are forgotten.
 */
final class Conversations {
    private static final int FLOWS = 8192;
    private static final int PACKETS = 4096;

    /** One direction between two addresses. */
    private record Flow(InetSocketAddress source, InetSocketAddress destination) {}

    /** What nat leaves alone. {@code end} is the source if {@code fromSource}, else the destination. */
    private record Fingerprint(
            InetSocketAddress end,
            boolean fromSource,
            long sequence,
            long acknowledgement,
            int bytes,
            Set<Flag> flags) {
        static Fingerprint of(TcpPacket packet, boolean fromSource) {
            return new Fingerprint(
                    fromSource ? packet.source() : packet.destination(),
                    fromSource,
                    packet.sequence(),
                    packet.acknowledgement(),
                    packet.payloadBytes(),
                    packet.flags());
        }
    }

    private record Seen(Sighting sighting, Conversation conversation) {}

    private final Recent<Flow, Conversation> flows = new Recent<>(FLOWS);
    private final Recent<Fingerprint, Seen> packets = new Recent<>(PACKETS);

    /** Adds the next packet, in the order in which they were seen. */
    Observation observe(Sighting sighting) {
        var packet = sighting.packet();
        var earlier = atTheHookBefore(sighting);
        var conversation = conversation(packet, earlier);
        remember(new Seen(sighting, conversation));
        return new Observation(
                sighting,
                conversation.sequence(packet),
                conversation.acknowledgement(packet),
                earlier.flatMap(seen -> became(seen.sighting().packet(), packet)),
                clientSees(conversation, packet),
                conversation.carriesAgain(sighting.hook(), packet));
    }

    private Optional<Seen> atTheHookBefore(Sighting sighting) {
        return sameNumbers(sighting.packet(), true)
                .or(() -> sameNumbers(sighting.packet(), false))
                .filter(seen -> step(seen.sighting().hook()) < step(sighting.hook()));
    }

    private Optional<Seen> sameNumbers(TcpPacket packet, boolean fromSource) {
        return Optional.ofNullable(packets.get(Fingerprint.of(packet, fromSource)));
    }

    /** A packet that loopback carries passes OUTPUT first, then comes in. */
    private static int step(Hook hook) {
        return switch (hook) {
            case OUTPUT -> 0;
            case POSTROUTING -> 1;
            case PREROUTING -> 2;
            case INPUT, FORWARD -> 3;
        };
    }

    private Conversation conversation(TcpPacket packet, Optional<Seen> earlier) {
        if (earlier.isPresent()) {
            return earlier.get().conversation();
        }
        var known = flows.get(new Flow(packet.source(), packet.destination()));
        return known == null || known.isEndedBy(packet) ? Conversation.startedBy(packet) : known;
    }

    private void remember(Seen seen) {
        var packet = seen.sighting().packet();
        flows.put(new Flow(packet.source(), packet.destination()), seen.conversation());
        flows.put(new Flow(packet.destination(), packet.source()), seen.conversation());
        packets.put(Fingerprint.of(packet, true), seen);
        packets.put(Fingerprint.of(packet, false), seen);
    }

    private static Optional<Became> became(TcpPacket before, TcpPacket now) {
        if (!before.destination().equals(now.destination())) {
            return Optional.of(new Became(before.destination(), now.destination()));
        }
        return before.source().equals(now.source())
                ? Optional.empty()
                : Optional.of(new Became(before.source(), now.source()));
    }

    private static Optional<InetSocketAddress> clientSees(Conversation conversation, TcpPacket packet) {
        return conversation.isFromClient(packet) || packet.source().equals(conversation.dialled())
                ? Optional.empty()
                : Optional.of(conversation.dialled());
    }
}

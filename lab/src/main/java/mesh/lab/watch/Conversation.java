package mesh.lab.watch;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import mesh.linux.Hook;
import mesh.linux.TcpPacket;
import mesh.linux.TcpPacket.Flag;

/**
 * One TCP connection as seen in one pod, under all the addresses that nat gives its server.
 *
 * <p>Sequence numbers are 32 bits and wrap: differences are taken in int arithmetic (RFC 9293 section 3.4).
 */
final class Conversation {
    private final InetSocketAddress client;
    private final InetSocketAddress dialled;
    private final Way fromClient = new Way();
    private final Way fromServer = new Way();

    private Conversation(InetSocketAddress client, InetSocketAddress dialled) {
        this.client = client;
        this.dialled = dialled;
    }

    /** The conversation that this packet is the first of that we see; if it is not a SYN we came late, and guess. */
    static Conversation startedBy(TcpPacket packet) {
        boolean answer = packet.has(Flag.SYN) && packet.has(Flag.ACK);
        return answer
                ? new Conversation(packet.destination(), packet.source())
                : new Conversation(packet.source(), packet.destination());
    }

    /** Whether a SYN starts the next connection between the same two addresses. */
    boolean isEndedBy(TcpPacket packet) {
        boolean opens = packet.has(Flag.SYN) && !packet.has(Flag.ACK);
        return opens && fromClient.knows() && (int) packet.sequence() != fromClient.base;
    }

    /** The address that the client dialled, as far as we saw. */
    InetSocketAddress dialled() {
        return dialled;
    }

    boolean isFromClient(TcpPacket packet) {
        return packet.source().equals(client);
    }

    long sequence(TcpPacket packet) {
        var way = isFromClient(packet) ? fromClient : fromServer;
        way.begin((int) packet.sequence() - (packet.has(Flag.SYN) ? 0 : 1));
        return way.relative(packet.sequence());
    }

    OptionalLong acknowledgement(TcpPacket packet) {
        if (!packet.has(Flag.ACK)) {
            return OptionalLong.empty();
        }
        var way = isFromClient(packet) ? fromServer : fromClient;
        way.begin((int) packet.acknowledgement() - 1);
        return OptionalLong.of(way.relative(packet.acknowledgement()));
    }

    /** Notes what a packet carries past a hook. @return whether all of it has passed there before */
    boolean carriesAgain(Hook hook, TcpPacket packet) {
        var way = isFromClient(packet) ? fromClient : fromServer;
        return packet.sequenceLength() > 0 && way.passed(hook, (int) packet.sequence() + packet.sequenceLength());
    }

    /** One direction of the stream. */
    private static final class Way {
        private final Map<Hook, Integer> ends = new EnumMap<>(Hook.class);
        private boolean begun;
        private int base;

        boolean knows() {
            return begun;
        }

        /** The number to count from: the first one known stays. */
        void begin(int number) {
            if (!begun) {
                begun = true;
                base = number;
            }
        }

        long relative(long number) {
            return Integer.toUnsignedLong((int) number - base);
        }

        boolean passed(Hook hook, int end) {
            var before = ends.get(hook);
            if (before != null && end - before <= 0) {
                return true;
            }
            ends.put(hook, end);
            return false;
        }
    }
}

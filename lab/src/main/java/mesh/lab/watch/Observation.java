package mesh.lab.watch;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A sighting and what earlier ones say about it.
 *
 * @param sighting the packet
 * @param sequence its sequence number, from 0 at the connection's SYN
 * @param acknowledgement the byte it expects next, counted likewise; empty without ACK
 * @param became how the packet's address was changed since the previous hook
 * @param clientSees the address that the client dialled, when this reply still carries another one as its source
 * @param retransmission the same bytes were seen at this hook before
 */
record Observation(
        Sighting sighting,
        long sequence,
        OptionalLong acknowledgement,
        Optional<Became> became,
        Optional<InetSocketAddress> clientSees,
        boolean retransmission) {

    /** netfilter's nat rewrote one address of a packet between two hooks. */
    record Became(InetSocketAddress from, InetSocketAddress to) {}
}

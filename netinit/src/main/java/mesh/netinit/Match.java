package mesh.netinit;

/**
 * One condition of a rule, in the order in which iptables prints them: that order is also how they are compared.
 *
 * @see <a href="https://manpages.debian.org/bookworm/iptables/iptables-extensions.8.en.html">iptables-extensions(8)</a>
 */
public sealed interface Match {
    /** The packet's source lies in the block; for an inbound connection: who opened it. */
    record Source(Cidr block) implements Match {}

    /** The packet's destination lies in the block. */
    record Destination(Cidr block) implements Match {}

    /** The route leads out of this interface. */
    record OutInterface(String name) implements Match {}

    /** The protocol is TCP. */
    record Tcp() implements Match {}

    /** The TCP destination port; only together with {@link Tcp}. */
    record DestinationPort(PortRange ports) implements Match {}

    /** The effective user of the process that opened the socket. Only packets made in this pod have one. */
    record OwnerUid(long uid) implements Match {}

    /** The effective group, likewise; supplementary groups do not count. */
    record OwnerGid(long gid) implements Match {}

    /** conntrack cannot place the packet in any connection; most often it lies outside the TCP window. */
    record Invalid() implements Match {}

    /** Where iptables prints this match within a rule. */
    default int rank() {
        return switch (this) {
            case Source _ -> 0;
            case Destination _ -> 1;
            case OutInterface _ -> 2;
            case Tcp _ -> 3;
            case DestinationPort _ -> 4;
            case OwnerUid _ -> 5;
            case OwnerGid _ -> 6;
            case Invalid _ -> 7;
        };
    }
}

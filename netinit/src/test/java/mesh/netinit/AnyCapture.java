package mesh.netinit;

import java.net.InetSocketAddress;
import java.util.List;
import mesh.linux.AddressText;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Any valid configuration, and any flow through it. Small ranges of values, so that they meet often. */
final class AnyCapture extends DomainContextBase {
    @Provide
    Arbitrary<Capture> captures() {
        return Combinators.combine(proxyPorts(), owners(), exclusions(), queues().optional(0.3))
                .as(Capture::new);
    }

    @Provide
    Arbitrary<Flow.Outgoing> outgoing() {
        return Combinators.combine(destinations(), ids(), ids(), Arbitraries.of(true, false))
                .as(Flow.Outgoing::new);
    }

    @Provide
    Arbitrary<Flow.Incoming> incoming() {
        return Combinators.combine(destinations(), destinations())
                .filter((from, to) -> Family.of(from.getAddress()) == Family.of(to.getAddress()))
                .as(Flow.Incoming::new);
    }

    private static Arbitrary<ProxyPorts> proxyPorts() {
        return ports().list()
                .ofSize(4)
                .uniqueElements()
                .map(it -> new ProxyPorts(it.get(0), it.get(1), it.get(2), it.get(3)));
    }

    private static Arbitrary<ProxyOwner> owners() {
        return Combinators.combine(ids(), ids()).as(ProxyOwner::new);
    }

    private static Arbitrary<Exclusions> exclusions() {
        return Combinators.combine(few(ranges()), few(ranges()), few(cidrs()), few(cidrs()), few(ids()))
                .as(Exclusions::new);
    }

    private static Arbitrary<PacketQueue> queues() {
        var hooks = Arbitraries.of(Hook.class).list().ofMinSize(1).ofMaxSize(5);
        return Combinators.combine(Arbitraries.integers().between(0, 65535), hooks)
                .as(PacketQueue::new);
    }

    private static <T> Arbitrary<List<T>> few(Arbitrary<T> any) {
        return any.list().ofMaxSize(4);
    }

    private static Arbitrary<Integer> ports() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 20), Arbitraries.integers().between(1, 65535));
    }

    private static Arbitrary<PortRange> ranges() {
        return Combinators.combine(ports(), ports())
                .as((one, other) -> new PortRange(Math.min(one, other), Math.max(one, other)));
    }

    private static Arbitrary<Long> ids() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 5), Arbitraries.longs().between(0, ProxyOwner.LARGEST_ID));
    }

    private static Arbitrary<InetSocketAddress> destinations() {
        return Combinators.combine(addresses(), ports())
                .as((bytes, port) -> new InetSocketAddress(AddressText.address(bytes), port));
    }

    /** 10.x.0.y and fd0x::y, and sometimes any address at all; never IPv4 in IPv6's clothes, which Java turns back. */
    private static Arbitrary<byte[]> addresses() {
        var few = Arbitraries.bytes().between((byte) 0, (byte) 3);
        var ipv4 = Combinators.combine(few, few).as((x, y) -> new byte[] {10, x, 0, y});
        var ipv6 = Combinators.combine(few, few).as((x, y) -> {
            var bytes = new byte[16];
            bytes[0] = (byte) 0xfd;
            bytes[1] = x;
            bytes[15] = y;
            return bytes;
        });
        var any4 = Arbitraries.bytes().array(byte[].class).ofSize(4);
        var any6 = Arbitraries.bytes().array(byte[].class).ofSize(16).filter(bytes -> bytes[0] != 0);
        return Arbitraries.oneOf(ipv4, ipv6, any4, any6);
    }

    private static Arbitrary<Cidr> cidrs() {
        return Combinators.combine(addresses(), Arbitraries.integers().between(0, 128))
                .as((bytes, bits) -> block(bytes, bits % (bytes.length * 8 + 1)));
    }

    private static Cidr block(byte[] bytes, int prefix) {
        var masked = bytes.clone();
        for (int bit = prefix; bit < masked.length * 8; bit++) {
            masked[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return new Cidr(AddressText.address(masked), prefix);
    }
}

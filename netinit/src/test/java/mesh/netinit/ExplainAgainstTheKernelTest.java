package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.linux.NetworkNamespace;
import mesh.linux.OriginalDestination;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code explain} says of a connection, and what the kernel does with it: the very rule that wins is the one whose
 * counter grows, and what is captured arrives at the proxy's port with its original destination.
 */
@NeedsRoot
@Timeout(60)
class ExplainAgainstTheKernelTest {
    private static final long APPLICATION = 1000;
    private static final long PROXY = 1337;
    private static final Map<Family, String> OWN = Map.of(Family.IPV4, "10.88.0.2", Family.IPV6, "fd88::2");
    private static final Map<Family, String> PEER = Map.of(Family.IPV4, "10.88.0.1", Family.IPV6, "fd88::1");
    private static final Map<Family, String> SERVICE = Map.of(Family.IPV4, "10.96.0.10", Family.IPV6, "fd96::10");
    private static final Map<Family, String> LOOPBACK = Map.of(Family.IPV4, "127.0.0.1", Family.IPV6, "::1");

    private final TestNetwork network = new TestNetwork();
    private NetworkNamespace pod;
    private NetworkNamespace peer;
    private ServerSocketChannel outbound;
    private ServerSocketChannel inbound;

    @BeforeEach
    void makeThePods() throws Exception {
        pod = network.pod();
        peer = network.pod();
        network.cable(pod, peer, "10.88.0.2/24", "fd88::2/64", "10.88.0.1/24", "fd88::1/64");
        pod.run("ip", "route", "add", "default", "via", "10.88.0.1").orThrow();
        pod.run("ip", "-6", "route", "add", "default", "via", "fd88::1").orThrow();
        outbound = Connections.listen(pod, 15001);
        outbound.configureBlocking(false);
        inbound = Connections.listen(pod, 15006);
        inbound.configureBlocking(false);
    }

    @AfterEach
    void removeThePods() throws Exception {
        outbound.close();
        inbound.close();
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void theKernelDoesWhatExplainSays(Backend backend) throws Exception {
        var capture = GoldenCase.EXCLUSIONS
                .capture()
                .withExclusions(new Exclusions(
                        List.of(
                                PortRange.of(22),
                                new PortRange(15000, 15010)), // the proxy's own stay closed all the same
                        List.of(PortRange.of(3306), new PortRange(9000, 9010)),
                        List.of(Cidr.parse("10.88.0.1"), Cidr.parse("fd88::1")),
                        List.of(Cidr.parse("198.51.100.0/24"), Cidr.parse("2001:db8:51::/48")),
                        List.of(0L, 1001L)));
        for (var family : Family.values()) {
            var flows = new ArrayList<Flow>(outgoing(family));
            flows.addAll(incoming(family));
            compare(capture, backend, flows);
        }
    }

    @ParameterizedTest
    @EnumSource
    void incomingConnectionsAreCapturedButForTheProxysOwnPorts(Backend backend) throws Exception {
        for (var family : Family.values()) {
            compare(Capture.defaults(), backend, incoming(family));
        }
    }

    /**
     * Reliability, item 10: by a Service's address the call goes through the proxy, as any other; by the pod's own
     * address or loopback it stays; and what the proxy itself calls is never sent back to it.
     */
    @ParameterizedTest
    @EnumSource
    void aPodThatCallsItself(Backend backend) throws Exception {
        for (var family : Family.values()) {
            var flows = List.<Flow>of(
                    out(SERVICE.get(family), 80, APPLICATION, APPLICATION),
                    out(OWN.get(family), 80, APPLICATION, APPLICATION),
                    out(LOOPBACK.get(family), 80, APPLICATION, APPLICATION),
                    out(SERVICE.get(family), 80, PROXY, PROXY),
                    out(OWN.get(family), 80, PROXY, PROXY),
                    out(LOOPBACK.get(family), 80, PROXY, PROXY));
            assertEquals(List.of(true, false, false, false, false, false), compare(Capture.defaults(), backend, flows));
        }
    }

    private static List<Flow> outgoing(Family family) {
        var nowhere = family.nowhere(1).getHostString();
        return List.of(
                out(nowhere, 80, APPLICATION, APPLICATION),
                out(nowhere, 80, PROXY, APPLICATION),
                out(nowhere, 80, APPLICATION, PROXY),
                out(nowhere, 80, 0, 0),
                out(nowhere, 80, 1001, 1001),
                out(nowhere, 80, 1002, 1001),
                out(nowhere, 3306, APPLICATION, APPLICATION),
                out(nowhere, 8999, APPLICATION, APPLICATION),
                out(nowhere, 9000, APPLICATION, APPLICATION),
                out(nowhere, 9010, APPLICATION, APPLICATION),
                out(nowhere, 9011, APPLICATION, APPLICATION),
                out(family == Family.IPV4 ? "198.51.100.7" : "2001:db8:51::7", 80, APPLICATION, APPLICATION),
                out(family == Family.IPV4 ? "198.51.101.7" : "2001:db8:52::7", 80, APPLICATION, APPLICATION),
                out(PEER.get(family), 15006, APPLICATION, APPLICATION),
                out(LOOPBACK.get(family), 80, APPLICATION, APPLICATION),
                out(OWN.get(family), 80, APPLICATION, APPLICATION));
    }

    private static List<Flow> incoming(Family family) {
        return List.of(
                in(family, 80),
                in(family, 22),
                in(family, 15001),
                in(family, 15006),
                in(family, 15007),
                in(family, 15008),
                in(family, 15020));
    }

    private static Flow out(String to, int port, long uid, long gid) {
        var own = InetAddress.ofLiteral(to.contains(":") ? OWN.get(Family.IPV6) : OWN.get(Family.IPV4));
        return Flow.Outgoing.of(own, new InetSocketAddress(to, port), uid, gid);
    }

    private static Flow in(Family family, int port) {
        return new Flow.Incoming(
                new InetSocketAddress(PEER.get(family), 0), new InetSocketAddress(OWN.get(family), port));
    }

    /** @return of each flow whether it was captured, by the kernel and by explain */
    private List<Boolean> compare(Capture capture, Backend backend, List<Flow> flows) throws Exception {
        var plan = RulePlan.of(capture);
        pod.call(() -> new Applier(Tools.ofThisMachine(), Settings.DEFAULT.withBackend(backend)).apply(plan));
        var captured = new ArrayList<Boolean>();
        for (var flow : flows) {
            captured.add(compare(flow, Walk.of(flow, plan), backend));
        }
        return captured;
    }

    private boolean compare(Flow flow, Walk walk, Backend backend) throws Exception {
        var winner = walk.decidedBy().orElseThrow();
        long before = packets(winner, flow.family(), backend);
        try (var client = begin(flow)) {
            assertEquals(
                    before + 1, packets(winner, flow.family(), backend), () -> flow + " was not decided by " + winner);
            arrives(flow, outbound, walk.redirectedTo().equals(Optional.of(15001)));
            arrives(flow, inbound, walk.redirectedTo().equals(Optional.of(15006)));
            assertNotNull(client);
        }
        return walk.isCaptured();
    }

    private SocketChannel begin(Flow flow) throws Exception {
        return switch (flow) {
            case Flow.Outgoing outgoing -> Connections.begin(pod, outgoing.to(), outgoing.uid(), outgoing.gid());
            case Flow.Incoming incoming -> Connections.begin(peer, incoming.to(), 0, 0);
        };
    }

    /** The handshake with a listener in this pod is over before the first packet's sender goes on. */
    private static void arrives(Flow flow, ServerSocketChannel listener, boolean expected) throws Exception {
        try (var accepted = listener.accept()) {
            if (expected) {
                assertNotNull(accepted, () -> flow + " did not arrive at the proxy");
                assertEquals(flow.to(), OriginalDestination.of(accepted).address());
            } else {
                assertNull(accepted, () -> flow + " arrived at the proxy");
            }
        }
    }

    private long packets(Rule rule, Family family, Backend backend) throws Exception {
        return LiveRules.parse(SavedRules.of(pod, family, backend)).like(rule).stream()
                .mapToLong(LiveRules.LiveRule::packets)
                .sum();
    }
}

package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.stream.Stream;
import mesh.linux.NetworkNamespace;
import mesh.linux.OriginalDestination;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both backends, both families, and listeners that take one family or both: the original destination survives. */
@NeedsRoot
@Timeout(30)
class CapturedConnectionTest {
    enum Listens {
        IPV4_ONLY,
        DUAL_STACK
    }

    static Stream<Arguments> cells() {
        return Stream.of(Backend.values())
                .flatMap(backend -> Stream.of(
                        Arguments.of(backend, Family.IPV4, Listens.IPV4_ONLY),
                        Arguments.of(backend, Family.IPV4, Listens.DUAL_STACK),
                        Arguments.of(backend, Family.IPV6, Listens.DUAL_STACK)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void anOutgoingConnectionRemembersWhereItWasGoing(Backend backend, Family family, Listens listens)
            throws Exception {
        try (var network = new TestNetwork()) {
            var pod = network.podWithNowhereToGo();
            apply(pod, backend);
            try (var proxy = listener(pod, listens, 15001);
                    var application = Connections.open(pod, family.nowhere(8080), 1000, 1000);
                    var accepted = proxy.accept()) {
                assertEquals(
                        family.nowhere(8080), OriginalDestination.of(accepted).address());
                assertEquals(application.getLocalAddress(), accepted.getRemoteAddress());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void anIncomingConnectionRemembersWhichPortItWanted(Backend backend, Family family, Listens listens)
            throws Exception {
        try (var network = new TestNetwork()) {
            var pod = network.pod();
            var peer = network.pod();
            network.cable(pod, peer, "10.88.0.2/24", "fd88::2/64", "10.88.0.1/24", "fd88::1/64");
            apply(pod, backend);
            var to = new InetSocketAddress(family == Family.IPV4 ? "10.88.0.2" : "fd88::2", 8080);
            try (var proxy = listener(pod, listens, 15006);
                    var client = Connections.open(peer, to, 0, 0);
                    var accepted = proxy.accept()) {
                assertEquals(to, OriginalDestination.of(accepted).address());
                assertEquals(client.getLocalAddress(), accepted.getRemoteAddress());
            }
        }
    }

    private static ServerSocketChannel listener(NetworkNamespace pod, Listens listens, int port) throws Exception {
        return switch (listens) {
            case DUAL_STACK -> Connections.listen(pod, port);
            case IPV4_ONLY ->
                pod.call(() -> ServerSocketChannel.open(StandardProtocolFamily.INET)
                        .bind(new InetSocketAddress("0.0.0.0", port)));
        };
    }

    private static void apply(NetworkNamespace pod, Backend backend) throws Exception {
        pod.call(() -> new Applier(Tools.ofThisMachine(), Settings.DEFAULT.withBackend(backend))
                .apply(RulePlan.of(Capture.defaults())));
    }
}

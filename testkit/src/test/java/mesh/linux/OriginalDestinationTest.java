package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reliability item 8: SO_ORIGINAL_DST must be asked by the connection's family, not by the listener's. */
@NeedsRoot
@Timeout(30)
class OriginalDestinationTest {
    private static final int PROXY_PORT = 15001;
    private static final InetSocketAddress IPV4_DESTINATION =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 80);
    private static final InetSocketAddress IPV6_DESTINATION =
            new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 80);
    private static final String REDIRECT = """
            *nat
            -A OUTPUT -p tcp --dport 80 -j REDIRECT --to-ports 15001
            COMMIT
            """;

    private final TestNetwork network = new TestNetwork();
    private NetworkNamespace pod;

    @BeforeEach
    void redirectPort80() throws Exception {
        pod = network.podWithNowhereToGo();
        for (var restore : List.of("iptables-restore", "ip6tables-restore")) {
            pod.call(() -> Command.run(List.of(restore), REDIRECT)).orThrow();
        }
    }

    @AfterEach
    void removeThePod() throws IOException {
        network.close();
    }

    @Test
    void anIpv4ConnectionOnAnIpv4ListenerRemembersItsDestination() throws Exception {
        assertEquals(IPV4_DESTINATION, askedAt(ipv4Listener(), IPV4_DESTINATION));
    }

    @Test
    void anIpv4MappedConnectionOnADualStackListenerRemembersItsIpv4Destination() throws Exception {
        var destination = askedAt(dualStackListener(), IPV4_DESTINATION);
        assertEquals(IPV4_DESTINATION, destination);
        assertInstanceOf(Inet4Address.class, destination.getAddress());
    }

    @Test
    void anIpv6ConnectionOnADualStackListenerRemembersItsDestination() throws Exception {
        assertEquals(IPV6_DESTINATION, askedAt(dualStackListener(), IPV6_DESTINATION));
    }

    @Test
    void anIpv6ConnectionOnAnIpv6OnlyListenerRemembersItsDestination() throws Exception {
        assertEquals(IPV6_DESTINATION, askedAt(ipv6OnlyListener(), IPV6_DESTINATION));
    }

    @Test
    void anIpv6ConnectionCannotReachAnIpv4Listener() throws Exception {
        try (var listener = ipv4Listener()) {
            assertTrue(listener.isOpen());
            assertThrows(IOException.class, () -> connect(IPV6_DESTINATION));
        }
    }

    @Test
    void aConnectionUnknownToConntrackIsAnErrorThatNamesErrnoAndTheRemedy() throws Exception {
        try (var listener = ipv4Listener();
                var client = connect(IPV4_DESTINATION);
                var accepted = listener.accept()) {
            assertTrue(client.isConnected());
            pod.run("conntrack", "-F").orThrow();
            var error = assertThrows(InterceptionException.class, () -> OriginalDestination.of(accepted));
            assertTrue(error.getMessage().contains("ENOENT"), error.getMessage());
            assertTrue(error.getMessage().contains("iptables-save -t nat"), error.getMessage());
        }
    }

    @Test
    void aConnectionThatNoRuleRedirectedAnswersWithItsOwnLocalAddress() throws Exception {
        try (var listener = ipv4Listener();
                var client = connect(new InetSocketAddress(InetAddress.ofLiteral("10.99.0.2"), PROXY_PORT));
                var accepted = listener.accept()) {
            assertTrue(client.isConnected());
            assertEquals(
                    accepted.getLocalAddress(), OriginalDestination.of(accepted).address());
        }
    }

    private InetSocketAddress askedAt(ServerSocketChannel opened, InetSocketAddress destination) throws Exception {
        try (var listener = opened;
                var client = connect(destination);
                var accepted = listener.accept()) {
            assertEquals(destination, client.getRemoteAddress(), "the client does not notice");
            return OriginalDestination.of(accepted).address();
        }
    }

    private SocketChannel connect(InetSocketAddress destination) throws Exception {
        return pod.call(() -> SocketChannel.open(destination));
    }

    private ServerSocketChannel ipv4Listener() throws Exception {
        return pod.call(() -> ServerSocketChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), PROXY_PORT)));
    }

    private ServerSocketChannel dualStackListener() throws Exception {
        return pod.call(
                () -> ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("::"), PROXY_PORT)));
    }

    private ServerSocketChannel ipv6OnlyListener() throws Exception {
        return pod.call(() -> {
            var listener = ServerSocketChannel.open();
            SocketOptions.ipv6Only(listener, true);
            return listener.bind(new InetSocketAddress(InetAddress.ofLiteral("::"), PROXY_PORT));
        });
    }
}

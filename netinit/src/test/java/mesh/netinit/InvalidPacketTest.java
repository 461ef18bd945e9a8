package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import mesh.linux.NetworkNamespace;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reliability, item 3: a packet that conntrack cannot place is not redirected, so it would meet no socket and reset the
 * connection (kubernetes#74839, istio#36489). Here conntrack is made to forget a connection, and not to guess.
 */
@NeedsRoot
@Timeout(30)
class InvalidPacketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestNetwork network = new TestNetwork();
    private NetworkNamespace pod;
    private NetworkNamespace peer;

    @BeforeEach
    void makeThePods() throws IOException {
        pod = network.pod();
        peer = network.pod();
        network.cable(pod, peer, "10.88.0.2/24", "fd88::2/64", "10.88.0.1/24", "fd88::1/64");
    }

    @AfterEach
    void removeThePods() throws IOException {
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void isDroppedAndCountedAndTheConnectionLives(Backend backend) throws Exception {
        pod.call(() -> new Applier(Tools.ofThisMachine(), Settings.DEFAULT.withBackend(backend))
                .apply(RulePlan.of(Capture.defaults())));
        try (var proxy = Connections.listen(pod, 15006);
                var client = Connections.open(peer, new InetSocketAddress("10.88.0.2", 8080), 0, 0);
                var accepted = proxy.accept()) {
            guess(false);
            pod.run("conntrack", "--flush").orThrow();

            client.write(ByteBuffer.wrap(new byte[] {42}));
            awaitDropped(backend);
            guess(true); // what is sent again is placed again

            var received = ByteBuffer.allocate(1);
            assertEquals(1, accepted.read(received), "the connection was reset");
            assertEquals(42, received.get(0));
        }
    }

    /** Whether conntrack takes a packet in the middle of an unknown connection for a connection. */
    private void guess(boolean on) throws IOException {
        pod.run("sh", "-c", "echo %d > /proc/sys/net/netfilter/nf_conntrack_tcp_loose".formatted(on ? 1 : 0))
                .orThrow();
    }

    private void awaitDropped(Backend backend) throws IOException {
        var deadline = Instant.now().plus(PATIENCE);
        while (dropped(backend) == 0) {
            assertTrue(Instant.now().isBefore(deadline), "no packet was dropped");
        }
    }

    private long dropped(Backend backend) throws IOException {
        return LiveRules.parse(SavedRules.of(pod, Family.IPV4, backend)).ours().stream()
                .filter(rule -> rule.chain().equals(RulePlan.INVALID))
                .mapToLong(LiveRules.LiveRule::packets)
                .sum();
    }
}

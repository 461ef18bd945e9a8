package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/**
 * Reliability 22: memory that grows with connections and never comes back (linkerd2#4900 with 30,000 sockets, #5334,
 * #11012, #15623). A process may have 20,000 descriptors on the machines that these tests were made on, a connection
 * takes two of the proxy's, so the largest round number is 9,000.
 */
@NeedsRoot
class IdleMemoryTest {
    private static final int CONNECTIONS = 9_000;
    private static final Duration SETTLED = Duration.ofSeconds(8);
    private static final int BURST_BYTES = 32 * 1024;

    @Test
    void afterABurstOnNineThousandConnectionsTheMemoryComesBack() throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Mesh.Carriers.OWN)) {
            mesh.serverInPeer(80, IdleMemoryTest::echoBlocks);
            long alone = proxy.descriptors();
            var connections = open(mesh, CONNECTIONS);
            eventually("all are open", () -> proxy.openConnections() == CONNECTIONS);
            burst(connections, BURST_BYTES); // the first one deepens each thread's stack for good: some 1.5 KiB
            long before = settled(proxy);

            burst(connections, BURST_BYTES);
            long peak = proxy.rssKib();
            eventually(
                    "RSS is back within 10 %% of %d KiB (%d after the burst)".formatted(before, peak),
                    Duration.ofSeconds(60),
                    proxy::rssKib,
                    now -> now <= before * 1.1);
            assertEquals(CONNECTIONS, proxy.openConnections());
            assertTrue(proxy.descriptors() >= 2 * CONNECTIONS);

            for (var connection : connections) {
                connection.close();
            }
            eventually("all are gone", () -> proxy.openConnections() == 0);
            eventually(
                    "their descriptors too",
                    proxy::descriptors,
                    now -> now < alone + 40); // its pipes for bulk, some libraries
            System.out.printf(
                    "RSS with %d idle connections %d KiB, after the burst %d KiB%n", CONNECTIONS, before, peak);
        }
    }

    private static List<Socket> open(Mesh mesh, int count) throws Exception {
        return mesh.app().call(() -> {
            var connections = new ArrayList<Socket>();
            for (int i = 0; i < count; i++) {
                connections.add(mesh.own(new Socket(Mesh.PEER, 80)));
            }
            return connections;
        });
    }

    /** Everybody speaks at the same time, and then everybody listens. */
    private static void burst(List<Socket> connections, int bytes) throws IOException {
        var block = new byte[bytes];
        for (var connection : connections) {
            connection.getOutputStream().write(block);
        }
        for (var connection : connections) {
            assertEquals(bytes, connection.getInputStream().readNBytes(bytes).length);
        }
    }

    private static void echoBlocks(Socket connection) throws IOException {
        connection.getInputStream().transferTo(connection.getOutputStream());
    }

    /** RSS once it has not fallen for a while: what a quiet proxy gives back is not counted as needed. */
    private static long settled(ProxyProcess proxy) throws Exception {
        var least = new AtomicLong(Long.MAX_VALUE);
        var since = new AtomicLong(System.nanoTime());
        return eventually("RSS settles", Duration.ofSeconds(60), proxy::rssKib, now -> {
            if (now < least.get()) {
                least.set(now);
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > SETTLED.toNanos();
        });
    }
}

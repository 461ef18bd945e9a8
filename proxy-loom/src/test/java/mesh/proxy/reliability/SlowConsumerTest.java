package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reliability 23: bytes lost when the writer blocks (ztunnel#1196, #1249), and a busy proxy while nothing can move
 * (linkerd2-proxy#4481). A slow reader must stop its sender, however much that has to say, and lose nothing.
 */
@NeedsRoot
class SlowConsumerTest {
    private static final long GIB = 1024L * 1024 * 1024;

    /** What the sockets of a path with one proxy may hold: tcp_wmem and tcp_rmem of both hops, at their largest. */
    private static final long IN_SOCKETS = 32L * 1024 * 1024;

    private static final int SLOW_BYTES = 10_000;
    private static final long MEMORY_KIB = 20 * 1024;

    @Test
    void aSlowReaderStopsItsSenderAndLosesNothing() throws Exception {
        var server = new Bulk();
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(Carriers.OWN)) {
            mesh.serverInPeer(80, connection -> server.send(connection.getOutputStream(), GIB));
            var client = mesh.fromApp(Mesh.PEER, 80);
            long rssBefore = proxy.rssKib();

            var received = new Bulk().receive(client.getInputStream(), SLOW_BYTES);
            awaitStopped(server::bytes);
            long cpuBefore = proxy.cpuTicks();
            for (int second = 2; second <= 4; second++) {
                Thread.sleep(1000); // the reader's pace is what is tested: 10 kB a second
                received.receive(client.getInputStream(), (long) second * SLOW_BYTES);
            }
            assertTrue(server.bytes() < IN_SOCKETS, "held on the way: " + server.bytes());
            assertTrue(proxy.cpuTicks() - cpuBefore < 50, "the proxy spins: " + (proxy.cpuTicks() - cpuBefore));

            received.receive(client.getInputStream(), Long.MAX_VALUE);
            assertEquals(GIB, server.bytes());
            assertEquals(server.result(), received.result());
            long grown = proxy.rssKib() - rssBefore;
            assertTrue(grown < MEMORY_KIB, "grown by KiB: " + grown);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothWaysAtOnceWithReadersThatPause(Carriers carriers) throws Exception {
        long bytes = 128L * 1024 * 1024;
        var sentBack = new CompletableFuture<String>();
        var heard = new CompletableFuture<String>();
        try (var mesh = new Mesh();
                var _ = mesh.proxy(carriers)) {
            mesh.serverInApp(80, connection -> {
                var writer = sendInBackground(connection, bytes, sentBack);
                heard.complete(receiveWithPauses(connection));
                writer.join();
            });
            var client = mesh.fromPeer(Mesh.APP, 80);
            var sent = new CompletableFuture<String>();
            sendInBackground(client, bytes, sent);
            var received = receiveWithPauses(client);

            assertEquals(sent.get(), heard.get());
            assertEquals(sentBack.get(), received);
        }
    }

    /** Odd sizes into sockets with tiny buffers: nearly every write is partial. */
    @ParameterizedTest
    @EnumSource
    void partialWritesLoseNothing(Carriers carriers) throws Exception {
        var heard = new CompletableFuture<String>();
        try (var mesh = new Mesh();
                var _ = mesh.proxy(carriers)) {
            for (var pod : new mesh.linux.NetworkNamespace[] {mesh.app(), mesh.peer()}) {
                pod.run("sysctl", "-w", "net.ipv4.tcp_wmem=4096 4096 8192", "net.ipv4.tcp_rmem=4096 4096 8192")
                        .orThrow();
            }
            mesh.serverInPeer(80, connection -> heard.complete(receiveWithPauses(connection)));
            var sent = new Bulk();
            var client = mesh.fromApp(Mesh.PEER, 80);
            sent.send(client.getOutputStream(), 4L * 1024 * 1024);
            client.shutdownOutput();
            assertEquals(sent.result(), heard.get());
        }
    }

    private static Thread sendInBackground(Socket socket, long bytes, CompletableFuture<String> result) {
        return Thread.ofVirtual().start(() -> {
            try {
                var bulk = new Bulk();
                OutputStream out = socket.getOutputStream();
                bulk.send(out, bytes);
                socket.shutdownOutput();
                result.complete(bulk.result());
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
    }

    private static String receiveWithPauses(Socket socket) throws IOException {
        var bulk = new Bulk();
        long next = 0;
        long before = -1;
        while (bulk.bytes() != before) { // until the end of the stream
            before = bulk.bytes();
            next += 1_000_003;
            bulk.receive(socket.getInputStream(), next);
            LockSupport.parkNanos(200_000); // slower than the sender, for a moment
        }
        return bulk.result();
    }

    /** Waits until a counter stands still for half a second. */
    private static void awaitStopped(LongSupplier bytes) throws Exception {
        var last = new AtomicLong();
        var since = new AtomicLong(System.nanoTime());
        eventually("the sender is stopped", () -> {
            long now = bytes.getAsLong();
            if (last.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return now > 0 && System.nanoTime() - since.get() > 500_000_000;
        });
    }
}

package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.proxy.reliability.Mesh.Carriers;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reliability item 12: a server closes a kept connection in the moment in which it is used again. */
@NeedsRoot
class IdleRaceTest {
    private static final int REQUESTS = 3000;

    @ParameterizedTest
    @EnumSource
    void noGetIsLostToAServerThatClosesWhenItLikes(Carriers carriers) throws Exception {
        try (var mesh = new Mesh();
                var proxy = mesh.proxy(carriers)) {
            var server = mesh.serverInPeer(80, connection -> {
                connection.setTcpNoDelay(true);
                var random = new SplittableRandom();
                do {
                    var request = HttpMessage.read(connection.getInputStream(), false);
                    if (request == null) {
                        return;
                    }
                    connection.getOutputStream().write(HttpServer.ok("x").getBytes(StandardCharsets.US_ASCII));
                    if (random.nextInt(4) == 0) { // after some more microseconds, sometimes
                        Thread.sleep(0, random.nextInt(400_000));
                    }
                } while (random.nextInt(4) > 0);
            });
            try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                for (int i = 0; i < REQUESTS; i++) {
                    assertEquals(200, client.get("/" + i).status());
                }
            }
            assertTrue(server.connections() > REQUESTS / 10, "the server did close: " + server.connections());
            assertTrue(server.connections() < REQUESTS, "and connections were used again: " + server.connections());
            assertTrue(proxy.isAlive());
        }
    }

    /** The client is told instead: only it knows whether doing it twice is harmful. */
    @Test
    void aPostIsNeverSentTwice() throws Exception {
        try (var mesh = new Mesh();
                var _ = mesh.proxy(Carriers.OWN)) {
            var times = new ConcurrentHashMap<String, AtomicInteger>();
            mesh.serverInPeer(80, connection -> {
                for (int i = 0; i < 3; i++) {
                    var request = HttpMessage.read(connection.getInputStream(), false);
                    times.computeIfAbsent(request.path(), _ -> new AtomicInteger())
                            .incrementAndGet();
                    if (i < 2) {
                        connection.getOutputStream().write(HttpServer.ok("x").getBytes(StandardCharsets.US_ASCII));
                    }
                }
            });
            int failed = 0;
            for (int i = 0; i < 60; i++) {
                try (var client = new HttpClient(mesh.fromApp(Mesh.PEER, 80))) {
                    var answer = client.ask("POST /" + i + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx");
                    failed += answer.status() == 502 ? 1 : 0;
                }
            }
            assertTrue(failed >= 19, "each third is not answered: " + failed);
            assertTrue(times.values().stream().allMatch(count -> count.get() == 1), times::toString);
        }
    }
}

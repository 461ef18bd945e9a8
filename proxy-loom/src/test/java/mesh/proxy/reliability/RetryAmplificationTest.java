package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/** Reliability 24: retries are a small share of the requests, go elsewhere, and repeat nothing that acts twice. */
@NeedsRoot
class RetryAmplificationTest {
    private static final int REQUESTS = 500;

    private static final Manifests TWO = new Manifests()
            .service("app-b", Services.APP_B)
            .endpoint("app-b", "app-b-1", Mesh.PEER, 8081)
            .endpoint("app-b", "app-b-2", Mesh.PEER, 8082);

    /** linkerd2#11669, gateway-api#3488: without a budget it is three times as many. */
    @Test
    void aServiceThatOnlyFailsSeesAFifthMore() throws Exception {
        try (var services = new Services(TWO)) {
            var one = services.server(8081, _ -> HttpServer.status(503));
            var two = services.server(8082, _ -> HttpServer.status(503));
            long began = System.nanoTime();
            try (var client = services.client(Services.APP_B)) {
                for (int i = 0; i < REQUESTS; i++) {
                    assertEquals(503, client.get("/").status());
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            int seen = one.requests() + two.requests();
            assertTrue(seen > REQUESTS, "some are retried");
            assertTrue(seen <= 1.2 * REQUESTS + seconds + 2, seen + " for " + REQUESTS + " in " + seconds + " s");
        }
    }

    @Test
    void aRetryGoesToAnotherEndpoint() throws Exception {
        try (var services = new Services(TWO)) {
            var bad = services.server(8081, _ -> HttpServer.status(503));
            services.server(8082, _ -> HttpServer.ok("good"));
            int good = 0;
            try (var client = services.client(Services.APP_B)) {
                for (int i = 0; i < 20 && bad.requests() == 0; i++) {
                    good += client.get("/").status() == 200 ? 1 : 0;
                    assertEquals(i + 1, good, "the first that failed was paid for");
                }
            }
            assertEquals(1, bad.requests());
        }
    }

    @Test
    void whatMayActTwiceAndWhatHasABodyIsSentOnce() throws Exception {
        try (var services = new Services(TWO)) {
            var one = services.server(8081, _ -> HttpServer.status(503));
            var two = services.server(8082, _ -> null); // closes without an answer
            try (var client = services.client(Services.APP_B)) {
                for (int i = 0; i < 5; i++) {
                    assertFailed(client.ask("POST / HTTP/1.1\r\nHost: b\r\n\r\n"));
                    assertFailed(client.ask("PATCH / HTTP/1.1\r\nHost: b\r\n\r\n"));
                }
            }
            for (int i = 0; i < 5; i++) {
                try (var client = services.client(Services.APP_B)) { // a failed body ends its connection
                    assertFailed(client.ask("PUT / HTTP/1.1\r\nHost: b\r\nContent-Length: 1\r\n\r\nx"));
                }
            }
            assertEquals(15, one.requests() + two.requests());
            assertTrue(one.requests() > 0 && two.requests() > 0, "both kinds of failure were seen");
        }
    }

    private static void assertFailed(HttpMessage answer) {
        assertTrue(answer.status() == 503 || answer.status() == 502, answer::start);
    }

    /** Nothing was sent, so even a POST goes elsewhere, and that costs no budget. */
    @Test
    void aFailedConnectIsAlwaysTriedElsewhere() throws Exception {
        try (var services = new Services(TWO)) {
            services.server(8082, request -> HttpServer.ok(request.body())); // nobody listens on 8081
            try (var client = services.client(Services.APP_B)) {
                for (int i = 0; i < 50; i++) {
                    var answer = client.ask("POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 1\r\n\r\nx");
                    assertEquals("x", answer.body(), answer::start);
                }
            }
        }
    }
}

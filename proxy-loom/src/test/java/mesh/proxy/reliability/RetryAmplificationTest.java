package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/** Reliability item 24: a service that fails is not hit harder for failing. */
@NeedsRoot
class RetryAmplificationTest {
    private static final int REQUESTS = 1000;
    private static final Manifests TWO = new Manifests()
            .service("app-b", Services.APP_B)
            .endpoint("app-b", "app-b-1", 1)
            .endpoint("app-b", "app-b-2", 2);

    @Test
    void aServiceThatAlwaysFailsSeesAtMostAFifthMore() throws Exception {
        try (var services = new Services(TWO)) {
            var one = services.server(1, _ -> HttpServer.status(503));
            var two = services.server(2, _ -> HttpServer.status(503));
            long began = System.nanoTime();
            try (var client = services.client(Services.APP_B)) {
                for (int i = 0; i < REQUESTS; i++) {
                    assertEquals(503, client.get("/").status());
                }
            }
            long seconds = (System.nanoTime() - began) / 1_000_000_000 + 1;
            int seen = one.requests() + two.requests();
            assertTrue(seen > REQUESTS, "some were tried again: " + seen);
            assertTrue(seen <= REQUESTS * 1.2 + seconds + 10, "seen " + seen + " in " + seconds + " s");
        }
    }

    @Test
    void aRetryGoesToAnotherEndpointAndSucceedsThere() throws Exception {
        try (var services = new Services(TWO)) {
            var failing = services.server(1, _ -> HttpServer.status(503));
            services.server(2, _ -> HttpServer.ok("good"));
            int good = 0;
            try (var client = services.client(Services.APP_B)) {
                for (int i = 0; i < 200; i++) {
                    good += client.get("/").status() == 200 ? 1 : 0;
                }
            }
            assertTrue(failing.requests() >= 1, "it was asked");
            assertTrue(good >= 195, "the other answered: " + good);
        }
    }

    @Test
    void whatMayActTwiceAndWhatHasABodyIsSentOnce() throws Exception {
        try (var services = new Services(TWO)) {
            var one = services.server(1, _ -> HttpServer.status(503));
            var two = services.server(2, _ -> HttpServer.status(503));
            try (var client = services.client(Services.APP_B)) {
                for (var request : new String[] {
                    "POST / HTTP/1.1\r\nHost: x\r\n\r\n",
                    "PATCH / HTTP/1.1\r\nHost: x\r\n\r\n",
                    "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
                }) {
                    assertEquals(503, client.ask(request).status());
                }
                assertEquals(3, one.requests() + two.requests());
                assertEquals(503, client.get("/").status());
                assertEquals(5, one.requests() + two.requests(), "while a GET is sent twice");
            }
        }
    }

    @Test
    void whoCannotBeConnectedIsNoFailureForTheClient() throws Exception {
        try (var services = new Services(TWO)) {
            services.server(2, _ -> HttpServer.ok("good")); // nobody is at the first
            try (var client = services.client(Services.APP_B)) {
                for (int i = 0; i < 100; i++) {
                    assertEquals(
                            200,
                            client.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
                                    .status());
                }
            }
        }
    }
}

package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A TrafficPolicy's limits hold: what is beyond them is answered at once, and told why. */
@NeedsRoot
class TrafficPolicyTest {
    @ParameterizedTest
    @ValueSource(strings = {"maxRequests", "maxConnections"})
    void whatIsBeyondTheLimitIsAnsweredWith503(String limit) throws Exception {
        var manifests = new Manifests()
                .service("app-b", Services.APP_B)
                .endpoint("app-b", "app-b-1", 1)
                .policy("app-b", "limits: {" + limit + ": 1}");
        try (var services = new Services(manifests)) {
            var go = new CountDownLatch(1);
            var server = services.server(1, _ -> {
                go.await();
                return HttpServer.ok("late");
            });
            try (var first = services.client(Services.APP_B);
                    var second = services.client(Services.APP_B)) {
                first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                eventually("the first is on its way", () -> server.requests() == 1);
                var answer = second.get("/");
                assertEquals(503, answer.status());
                assertTrue(answer.body().contains("TrafficPolicy"), answer.body());
                go.countDown();
                assertEquals("late", first.answer(false).body());
                eventually("the next is let in", () -> second.get("/").status() == 200);
            }
        }
    }
}

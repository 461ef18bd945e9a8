package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/** An HTTPRoute through a real control plane and a real proxy: each kind of match, filter and timeout once. */
@NeedsRoot
class RoutesTest {
    private static final String RULES = """
            - matches: [{path: {type: Exact, value: /exact}}]
              backendRefs: [{name: app-b2, port: 80}]
            - matches: [{headers: [{name: X-Canary, value: "yes"}]}, {queryParams: [{name: canary, value: "1"}]}]
              backendRefs: [{name: app-b2, port: 80}]
            - matches: [{method: DELETE, path: {type: PathPrefix, value: /items}}]
              backendRefs: [{name: app-b2, port: 80}]
            - matches: [{path: {type: PathPrefix, value: /old}}]
              filters:
              - type: URLRewrite
                urlRewrite: {hostname: new.example, path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}}
              - type: RequestHeaderModifier
                requestHeaderModifier: {set: [{name: X-Set, value: s}], add: [{name: X-Add, value: a}], remove: [X-Gone]}
              - type: ResponseHeaderModifier
                responseHeaderModifier: {set: [{name: X-Answered, value: mesh}], remove: [X-Secret]}
              backendRefs: [{name: app-b, port: 80}]
            - matches: [{path: {type: PathPrefix, value: /moved}}]
              filters:
              - type: RequestRedirect
                requestRedirect: {hostname: there.example, statusCode: 301}
            - matches: [{path: {type: PathPrefix, value: /slow}}]
              timeouts: {request: 300ms}
              backendRefs: [{name: app-b, port: 80}]
            - matches: [{path: {type: PathPrefix, value: /mirrored}}]
              filters:
              - type: RequestMirror
                requestMirror: {backendRef: {name: app-b2, port: 80}}
              backendRefs: [{name: app-b, port: 80}]
            - matches: [{path: {type: PathPrefix, value: /nobody}}]
              backendRefs: [{name: misspelt, port: 80}]
            - matches: [{path: {type: PathPrefix, value: /plain}}]
              backendRefs: [{name: app-b, port: 80}]
            """;

    @Test
    void eachRuleDoesWhatTheGatewayApiSays() throws Exception {
        var manifests = new Manifests()
                .service("app-b", Services.APP_B)
                .endpoint("app-b", "app-b-1", 1)
                .service("app-b2", Services.APP_B2)
                .endpoint("app-b2", "app-b2-1", 2)
                .route("app-b", RULES);
        try (var services = new Services(manifests)) {
            services.server(1, RoutesTest::stable);
            var canary = services.server(2, _ -> HttpServer.ok("canary"));
            try (var client = services.client(Services.APP_B)) {
                matches(client);
                filters(client);
                assertEquals(404, client.get("/elsewhere").status());
                assertEquals(500, client.get("/nobody").status());
                assertEquals(504, client.get("/slow").status());
            }
            int before = canary.requests();
            try (var client = services.client(Services.APP_B)) {
                assertEquals(
                        "stable /mirrored/1 app-b", client.get("/mirrored/1").body());
            }
            eventually("the copy has arrived", () -> canary.requests() == before + 1);
        }
    }

    /** 10 % of 1000 are 100, and in all but one run of 10,000 within 38 of it: four standard deviations of a binomial. */
    @Test
    void weightsAreSharesOfTheRequestsOfOneConnection() throws Exception {
        var manifests = new Manifests()
                .service("app-b", Services.APP_B)
                .endpoint("app-b", "app-b-1", 1)
                .service("app-b2", Services.APP_B2)
                .endpoint("app-b2", "app-b2-1", 2)
                .route("app-b", """
                        - backendRefs: [{name: app-b, port: 80, weight: 90}, {name: app-b2, port: 80, weight: 10}]
                        """);
        try (var services = new Services(manifests)) {
            services.server(1, _ -> HttpServer.ok("stable"));
            var canary = services.server(2, _ -> HttpServer.ok("canary"));
            try (var client = services.client(Services.APP_B)) {
                for (int i = 0; i < 1_000; i++) {
                    assertEquals(200, client.get("/").status());
                }
            }
            assertEquals(100.0, canary.requests(), 38.0);
        }
    }

    private static void matches(HttpClient client) throws Exception {
        assertEquals("canary", client.get("/exact").body());
        assertEquals(404, client.get("/exact/no").status());
        assertEquals("canary", client.get("/any", "x-CANARY: yes\r\n").body());
        assertEquals(
                "stable /plain app-b", client.get("/plain", "X-Canary: yes\r\n").body()); // the longer path first
        assertEquals("canary", client.get("/any?x=2&canary=1").body());
        assertEquals(
                "canary",
                client.ask("DELETE /items/7 HTTP/1.1\r\nHost: x\r\n\r\n").body());
        assertEquals(404, client.get("/items/7").status());
        assertEquals(404, client.get("/plainer").status());
    }

    private static void filters(HttpClient client) throws Exception {
        var answer = client.get("/old/x?q=1", "X-Gone: 1\r\nX-Set: before\r\n");
        assertEquals("stable /new/x?q=1 new.example set=s add=a gone=null", answer.body());
        assertEquals("mesh", answer.header("x-answered"));
        assertNull(answer.header("x-secret"));
        var moved = client.get("/moved/x?q=1");
        assertEquals(301, moved.status());
        assertEquals("http://there.example/moved/x?q=1", moved.header("location"));
        assertTrue(moved.header("connection") == null, "a redirect does not end the connection");
    }

    private static String stable(HttpMessage request) throws InterruptedException {
        if (request.path().startsWith("/slow")) {
            Thread.sleep(2_000); // longer than the route allows
        }
        var changed = request.path().startsWith("/new")
                ? " set=%s add=%s gone=%s"
                        .formatted(request.header("x-set"), request.header("x-add"), request.header("x-gone"))
                : "";
        return HttpServer.ok("stable " + request.path() + " " + request.header("host") + changed)
                .replace("\r\n\r\n", "\r\nX-Secret: 1\r\n\r\n");
    }
}

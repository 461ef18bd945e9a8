package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/** Reliability item 18: the address that was dialled says which service it is; Host does not lead to another. */
@NeedsRoot
class HostHeaderTest {
    private static final Manifests MESH = new Manifests()
            .service("app-b", Services.APP_B)
            .endpoint("app-b", "app-b-1", 1)
            .service("app-b2", Services.APP_B2)
            .endpoint("app-b2", "app-b2-1", 2);

    @Test
    void everyHostReachesTheServiceThatWasDialled() throws Exception {
        try (var services = new Services(MESH)) {
            services.server(1, request -> HttpServer.ok("app-b " + request.path() + " " + request.header("host")));
            services.server(2, _ -> HttpServer.ok("app-b2"));
            try (var client = services.client(Services.APP_B)) {
                for (var host : new String[] {"localhost", "app-b2", "APP-B.Default.SVC", "10.96.0.11:80", "[::1]:9"}) {
                    assertEquals(
                            "app-b /x " + host,
                            client.ask("GET /x HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                    .body());
                }
                assertEquals(
                        "app-b /y app-b2",
                        client.ask("GET http://app-b2/y HTTP/1.1\r\nHost: app-b2\r\n\r\n")
                                .body());
            }
            try (var client = services.client(Services.APP_B)) {
                assertEquals(400, client.ask("GET / HTTP/1.1\r\n\r\n").status());
            }
            try (var client = services.client(Services.APP_B)) {
                assertEquals(
                        "app-b / 10.96.0.10:80",
                        client.ask("GET / HTTP/1.0\r\n\r\n").body());
            }
        }
    }
}

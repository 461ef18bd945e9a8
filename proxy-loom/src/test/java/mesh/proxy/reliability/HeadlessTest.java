package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/** Reliability item 17: who dials a pod of a headless service gets that pod and no other. */
@NeedsRoot
class HeadlessTest {
    private static Manifests ordinals(String second) {
        return new Manifests()
                .service("db", "None")
                .endpoint("db", "db-0", Mesh.PEER, 8080)
                .endpoint("db", second, Mesh.PEER, 8081)
                .endpoint("db", "db-2", Mesh.PEER, 8082);
    }

    @Test
    void eachOrdinalIsReachedAsItselfAlsoWhenItsAddressIsAnothersNow() throws Exception {
        try (var services = new Services(ordinals("db-1"))) {
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                var name = "db-" + ordinal;
                services.server(8080 + ordinal, _ -> HttpServer.ok(name));
            }
            assertOrdinals(services);
            services.become(ordinals("cache-7"));
            assertOrdinals(services);
        }
    }

    private static void assertOrdinals(Services services) throws Exception {
        for (int i = 0; i < 30; i++) {
            int ordinal = i % 3;
            try (var client = new HttpClient(services.mesh().fromApp(Mesh.PEER, 8080 + ordinal))) {
                assertEquals("db-" + ordinal, client.get("/").body());
            }
        }
    }
}

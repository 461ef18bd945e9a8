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
                .endpoint("db", "db-0", 0)
                .endpoint("db", second, 1)
                .endpoint("db", "db-2", 2);
    }

    @Test
    void eachOrdinalIsReachedAsItselfAlsoWhenItsAddressIsAnothersNow() throws Exception {
        try (var services = new Services(ordinals("db-1"))) {
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                var name = "db-" + ordinal;
                services.server(ordinal, _ -> HttpServer.ok(name));
            }
            assertOrdinals(services);
            services.become(ordinals("cache-7"));
            assertOrdinals(services);
        }
    }

    private static void assertOrdinals(Services services) throws Exception {
        for (int i = 0; i < 30; i++) {
            int ordinal = i % 3;
            try (var client = new HttpClient(services.mesh().fromApp(Services.address(ordinal), Services.PORT))) {
                assertEquals("db-" + ordinal, client.get("/").body());
            }
        }
    }
}

package mesh.lab.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import mesh.lab.view.Failure;
import org.junit.jupiter.api.Test;

class RouteTextTest {
    private static final String ROUTE = """
            # 𝄞 the author's words, of more than one char each
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: app-b}
            spec:
              parentRefs: [{group: "", kind: Service, name: app-b}]
              rules:
              - backendRefs:
                - {name: app-b2, port: 80, weight: 10} # the canary
                - name: app-b
                  weight: 90   # the rest
                  port: 80
                timeouts: {request: 5s}
            """;

    private static RouteText route(String text) throws Failure {
        return RouteText.find(text, "app-b").orElseThrow();
    }

    @Test
    void weightsAreReadInWhateverOrderTheBackendsStand() throws Failure {
        var weights = route(ROUTE).weights();
        assertEquals(new Weights("app-b", "app-b2", 90, 10), weights);
        assertEquals(0.1, weights.canaryShare());
    }

    @Test
    void onlyTheWeightsChange() throws Failure {
        var changed = route(ROUTE).with(route(ROUTE).weights().withCanaryPercent(100));
        assertEquals(ROUTE.replace("weight: 10}", "weight: 100}").replace("weight: 90 ", "weight: 0 "), changed);
    }

    @Test
    void absentWeightsAreOneAndAreAddedInTheStyleOfTheirBackend() throws Failure {
        var bare = ROUTE.replace(", weight: 10", "").replace("      weight: 90   # the rest\n", "");
        assertEquals(new Weights("app-b", "app-b2", 1, 1), route(bare).weights());
        var changed = route(bare).with(new Weights("app-b", "app-b2", 70, 30));
        assertTrue(changed.contains("{name: app-b2, port: 80, weight: 30} # the canary\n"), changed);
        assertTrue(changed.contains("    - weight: 70\n      name: app-b\n      port: 80\n"), changed);
        assertEquals(new Weights("app-b", "app-b2", 70, 30), route(changed).weights());
    }

    @Test
    void aRouteOfAnotherNamespaceIsNotThisOne() throws Failure {
        var elsewhere = ROUTE.replace("metadata: {name: app-b}", "metadata: {name: app-b, namespace: other}");
        assertEquals(Optional.empty(), RouteText.find(elsewhere, "app-b"));
        assertTrue(RouteText.find(elsewhere + "---\n" + ROUTE, "app-b").isPresent());
    }

    @Test
    void weightsThatAreAnchorsAreNotTornApart() throws Failure {
        var anchored = ROUTE.replace("weight: 10", "weight: &w 10").replace("weight: 90", "weight: *w");
        var refused = assertThrows(Failure.class, () -> route(anchored).with(new Weights("app-b", "app-b2", 70, 30)));
        assertTrue(refused.getMessage().contains("by hand"), refused.getMessage());
    }

    @Test
    void otherDocumentsAndOtherServicesRoutesAreLeftAlone() throws Failure {
        var service = "apiVersion: v1\nkind: Service\nmetadata: {name: app-b}\n---\n";
        assertEquals(
                new Weights("app-b", "app-b2", 90, 10), route(service + ROUTE).weights());
        assertEquals(Optional.empty(), RouteText.find(service, "app-b"));
        assertEquals(Optional.empty(), RouteText.find(ROUTE, "app-c"));
    }

    @Test
    void aRouteThatDoesMoreIsNotTouchedAndWhyIsSaid() {
        assertRefused(
                "has backends app-b2, app-b, app-c",
                ROUTE.replace("    timeouts", "    - {name: app-c, port: 80}\n    timeouts"));
        assertRefused("its rule has matches", ROUTE.replace("timeouts: {request: 5s}", "matches: []"));
        assertRefused("has 2 rules", ROUTE + "  - backendRefs: []\n");
        assertRefused("no YAML", ROUTE + "  }\n");
    }

    private static void assertRefused(String why, String text) {
        var failure = assertThrows(Failure.class, () -> RouteText.find(text, "app-b"));
        assertTrue(failure.getMessage().contains(why), failure.getMessage());
    }
}

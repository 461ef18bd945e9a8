package mesh.proxy.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That the check of the dashboard can fail; the check itself needs a proxy: TelemetryEndToEndTest. */
class DashboardTest {
    private static final String PAGE = """
            # HELP mesh_a_total Mesh_b_total and what not
            mesh_a_total{x="1",y="2"} 3.0
            mesh_c 1.0
            """;

    @Test
    void aMetricOrLabelThatDoesNotExistIsFound() {
        assertEquals(List.of(), missing("sum by (x) (rate(mesh_a_total{y=~\"$y\"}[1m]))", "{{x}}"));
        assertEquals(List.of(), missing("mesh_c", "c"));
        assertEquals(List.of("mesh_b_total"), missing("mesh_b_total", ""));
        assertEquals(List.of("mesh_a_total{z}"), missing("sum by (x, z) (mesh_a_total)", ""));
        assertEquals(List.of("mesh_a_total{z}"), missing("mesh_a_total{z!=\"\"}", ""));
        assertEquals(List.of("mesh_a_total{z}"), missing("mesh_a_total", "{{z}}"));
    }

    @Test
    void itAsksForMuch() throws Exception {
        assertTrue(Dashboard.queries().size() > 30);
        assertTrue(
                Dashboard.queries().stream().noneMatch(query -> query.metrics().isEmpty()));
    }

    private static List<String> missing(String expr, String legend) {
        return Dashboard.Query.of("panel", expr, legend).missingFrom(PAGE);
    }
}

package mesh.lab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import mesh.lab.cluster.RequestCounts.Series;
import org.junit.jupiter.api.Test;

class RequestCountsTest {
    private static final Series STABLE = new Series("app-b", "v1", "2xx", "answered");
    private static final Series CANARY = new Series("app-b2", "v2", "5xx", "by_proxy");

    private static final String METRICS = """
            # TYPE mesh_requests_total counter
            mesh_requests_total{destination_service="demo/app-b",destination_version="v1",destination_workload="app-b",direction="outbound",outcome="answered",protocol="http/1.1",source_workload="app-a",status="2xx"} 90.0
            mesh_requests_total{destination_service="demo/app-b",destination_version="v1",destination_workload="app-b",direction="outbound",outcome="answered",protocol="h2",source_workload="app-a",status="2xx"} 3.0
            mesh_requests_total{destination_service="demo/app-b",destination_version="v2",destination_workload="app-b2",direction="outbound",outcome="by_proxy",protocol="http/1.1",source_workload="app-a",status="5xx"} 7.0
            mesh_requests_total{destination_service="demo/app-b",destination_version="v1",destination_workload="app-b",direction="inbound",outcome="answered",protocol="http/1.1",source_workload="app-a",status="2xx"} 1000.0
            mesh_requests_total{destination_service="other/app-b",destination_version="v1",destination_workload="app-b",direction="outbound",outcome="answered",protocol="http/1.1",source_workload="app-a",status="2xx"} 1000.0
            """;

    @Test
    void countsWhatACallerSentToThatServiceByWhoAnswered() {
        assertEquals(
                Map.of(STABLE, 93L, CANARY, 7L),
                RequestCounts.of(METRICS, "demo/app-b").counts());
    }

    @Test
    void sinceBeforeIsTheDifferenceAndAProxyThatBeganAnewHasOnlyItsOwn() {
        var before = new RequestCounts(Map.of(STABLE, 90L, CANARY, 9L));

        assertEquals(
                Map.of(STABLE, 3L, CANARY, 7L),
                RequestCounts.of(METRICS, "demo/app-b").since(before).counts());
    }

    @Test
    void onlyAnAnswerWithoutAnErrorIsNoFailure() {
        assertEquals("", STABLE.reply().failure());
        assertEquals("by_proxy 5xx", CANARY.reply().failure());
        assertEquals("5xx", new Series("app-b", "v1", "5xx", "answered").reply().failure());
        assertEquals(
                "unanswered none",
                new Series("app-b", "v1", "none", "unanswered").reply().failure());
    }
}

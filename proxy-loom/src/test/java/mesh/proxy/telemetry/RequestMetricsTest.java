package mesh.proxy.telemetry;

import static mesh.proxy.telemetry.Exchanges.exchange;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import mesh.proxy.detect.Detection;
import mesh.proxy.telemetry.HopEvent.Basis;
import mesh.proxy.telemetry.HopEvent.Direction;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
    private static final String TO_B = "destination_service=\"default/app-b\",destination_version=\"v1\","
            + "destination_workload=\"app-b\",direction=\"outbound\",";

    private final Metrics metrics = new Metrics(ProxyReadings.NONE, () -> 0, () -> 0);

    @Test
    void aRequestIsCountedWithWhoAskedWhom() throws Exception {
        metrics.see(exchange().tries(3).outbound());
        metrics.see(exchange().outbound());
        has("mesh_requests_total{" + TO_B
                + "outcome=\"answered\",protocol=\"http/1.1\",source_workload=\"app-a\",status=\"2xx\"} 2.0");
        var pair = "{" + TO_B + "protocol=\"http/1.1\",source_workload=\"app-a\"";
        has("mesh_request_duration_seconds_bucket" + pair + ",le=\"0.001\"} 0");
        has("mesh_request_duration_seconds_bucket" + pair + ",le=\"0.0025\"} 2");
        has("mesh_request_bytes_total" + pair + "} 20.0");
        has("mesh_response_bytes_total" + pair + "} 200.0");
        has("mesh_request_retries_total" + pair + "} 2.0");
        has("mesh_bytes_total{direction=\"outbound\",way=\"received\"} 200.0");
    }

    @Test
    void howItEndedIsOneOfFourWords() throws Exception {
        metrics.see(
                exchange().ours(503, "no endpoint of default/app-b is ready").outbound());
        metrics.see(exchange().status(0).why("the client went away").outbound());
        metrics.see(exchange().why("the upstream closed within the body").outbound());
        metrics.see(exchange().status(999).outbound());
        has("outcome=\"by_proxy\",protocol=\"http/1.1\",source_workload=\"app-a\",status=\"5xx\"} 1.0");
        has("outcome=\"unanswered\",protocol=\"http/1.1\",source_workload=\"app-a\",status=\"none\"} 1.0");
        has("outcome=\"broken_off\",protocol=\"http/1.1\",source_workload=\"app-a\",status=\"2xx\"} 1.0");
        has("outcome=\"answered\",protocol=\"http/1.1\",source_workload=\"app-a\",status=\"5xx\"} 1.0");
    }

    @Test
    void howLongATunnelWasOpenIsNoDurationOfARequest() throws Exception {
        metrics.see(exchange().status(101).outbound());
        metrics.see(exchange().asks("CONNECT", "").outbound());
        metrics.see(exchange().asks("CONNECT", "").status(403).outbound());
        has("mesh_request_duration_seconds_count{" + TO_B + "protocol=\"http/1.1\",source_workload=\"app-a\"} 1");
        has("source_workload=\"app-a\",status=\"1xx\"} 1.0");
    }

    @Test
    void whoIsNotKnownIsUnknown() throws Exception {
        metrics.see(exchange().nowhereKnown().from("").inbound());
        has("mesh_requests_total{destination_service=\"unknown\",destination_version=\"unknown\","
                + "destination_workload=\"unknown\",direction=\"inbound\",outcome=\"answered\","
                + "protocol=\"http/1.1\",source_workload=\"unknown\",status=\"2xx\"} 1.0");
    }

    @Test
    void nothingThatAClientWritesBecomesALabel() throws Exception {
        metrics.see(exchange().asks("BREW", "/secret").why("for people").outbound());
        var text = text();
        for (var word : new String[] {"BREW", "/secret", "people"}) {
            assertFalse(text.contains(word), word);
        }
    }

    @Test
    void pairsAreBoundedAndTheRestIsCountedAsOther() throws Exception {
        int services = RequestMetrics.PAIRS + 50;
        for (int i = 0; i < 2 * services; i++) {
            metrics.see(exchange().to("app-" + i % services, "v1").outbound());
        }
        assertEquals(RequestMetrics.PAIRS + 1, lines("mesh_requests_total{"));
        assertEquals(RequestMetrics.PAIRS + 1, lines("mesh_request_duration_seconds_count{"));
        has("mesh_requests_total{destination_service=\"other/other\",destination_version=\"other\","
                + "destination_workload=\"other\",direction=\"outbound\",outcome=\"answered\","
                + "protocol=\"http/1.1\",source_workload=\"other\",status=\"2xx\"} 100.0");
        has("mesh_request_overflow_total 100.0");
    }

    @Test
    void aPairThatWasSilentForAnHourMakesRoom() throws Exception {
        for (int i = 0; i < RequestMetrics.PAIRS; i++) {
            metrics.see(exchange().to("app-" + i, "v1").event(Direction.OUTBOUND, i));
        }
        metrics.see(exchange().to("app-0", "v1").event(Direction.OUTBOUND, RequestMetrics.PAIRS));
        metrics.see(exchange().to("new", "v1").event(Direction.OUTBOUND, RequestMetrics.SILENT_NANOS + 1));
        assertEquals(RequestMetrics.PAIRS, lines("mesh_requests_total{"));
        has("destination_workload=\"new\"");
        has("destination_workload=\"app-0\"");
        assertFalse(text().contains("destination_workload=\"app-1\""), "the one that was silent longest went");
        has("mesh_request_overflow_total 0.0");
    }

    @Test
    void detectionIsCountedWithWhatItRestsOn() throws Exception {
        metrics.see(new HopEvent.Detected(1, 1, new Detection.Http1()));
        metrics.see(new HopEvent.Detected(2, 1, new Detection.NeedsMore(), Basis.SILENCE));
        has("mesh_detected_total{basis=\"bytes\",protocol=\"http/1.1\"} 1.0");
        has("mesh_detected_total{basis=\"silence\",protocol=\"unknown\"} 1.0");
    }

    private void has(String line) throws IOException {
        var text = text();
        assertTrue(text.contains(line), () -> line + " is not in\n" + text);
    }

    private long lines(String beginning) throws IOException {
        return text().lines().filter(line -> line.startsWith(beginning)).count();
    }

    private String text() throws IOException {
        var out = new ByteArrayOutputStream();
        metrics.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}

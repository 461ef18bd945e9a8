package mesh.webhook.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.PrintStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** What was decided, for people (a line of JSON each, but not for pods that do not ask) and for Prometheus. */
public final class Decisions {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Counter counter;
    private final Histogram seconds;
    private final PrintStream log;

    public Decisions(PrometheusRegistry registry, PrintStream log) {
        this.log = log;
        counter = Counter.builder()
                .name("mesh_admission_reviews_total")
                .help("Answers to the API server")
                .labelNames("page", "outcome")
                .register(registry);
        seconds = Histogram.builder()
                .name("mesh_admission_seconds")
                .help("From the request's head to the answer")
                .labelNames("page")
                .classicOnly()
                .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1)
                .register(registry);
    }

    void took(String page, Review review, Verdict verdict, long nanos) {
        counter.labelValues(page, verdict.outcome()).inc();
        seconds.labelValues(page).observe(nanos / (double) TimeUnit.SECONDS.toNanos(1));
        if (isEveryday(verdict)) {
            return;
        }
        var line = JSON.createObjectNode();
        line.put("time", Instant.now().toString()).put("page", page).put("operation", review.operation());
        line.put("object", review.where()).put("outcome", verdict.outcome()).put("why", verdict.why());
        line.put("dryRun", review.dryRun()).put("micros", TimeUnit.NANOSECONDS.toMicros(nanos));
        log.println(line);
    }

    private static boolean isEveryday(Verdict verdict) {
        return verdict.outcome().equals("left")
                || (verdict.outcome().equals("accepted") && verdict.why().isEmpty());
    }

    void unreadable(String page, String why) {
        counter.labelValues(page, "unreadable").inc();
        log.println(JSON.createObjectNode()
                .put("time", Instant.now().toString())
                .put("page", page)
                .put("outcome", "unreadable")
                .put("why", why));
    }

    void failed(Review review, RuntimeException e) {
        System.err.println("webhook: an error of ours at " + review.where());
        e.printStackTrace();
    }
}

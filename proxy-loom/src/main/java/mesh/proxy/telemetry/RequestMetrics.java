package mesh.proxy.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests by who asked whom. However many services and versions come and go, the pairs that are told apart at one
 * time are bounded: beyond the bound requests are counted under "other", until a pair has been silent for an hour.
 */
final class RequestMetrics implements View {
    static final int PAIRS = 1000;
    static final long SILENT_NANOS = Duration.ofHours(1).toNanos();

    private static final double[] DURATION_BOUNDS = {
        .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
    };

    private final Families families;
    private final Counter overflow;

    /** In the order of their latest request. */
    private final Map<Parties, RequestSeries> pairs = new LinkedHashMap<>(64, 0.75f, true);

    private final Map<Parties, RequestSeries> others = new LinkedHashMap<>();

    /** The metrics that every pair has its series in. */
    record Families(
            Counter requests, Histogram duration, Counter requestBytes, Counter responseBytes, Counter retries) {}

    RequestMetrics(Meters meters) {
        families = new Families(
                meters.counter("mesh_requests_total", "Requests, answered or not", RequestSeries.ANSWER_LABELS),
                meters.seconds(
                        "mesh_request_duration_seconds",
                        "From a request's first byte to its answer's last; tunnels are not in it",
                        DURATION_BOUNDS,
                        Parties.LABELS),
                meters.counter("mesh_request_bytes_total", "Bytes of request bodies", Parties.LABELS),
                meters.counter("mesh_response_bytes_total", "Bytes of response bodies", Parties.LABELS),
                meters.counter(
                        "mesh_request_retries_total", "Times a request was sent to an upstream again", Parties.LABELS));
        overflow = meters.counter(
                "mesh_request_overflow_total",
                "Requests counted under \"other\": more than " + PAIRS + " pairs of workloads within an hour");
    }

    @Override
    public void see(HopEvent event) {
        if (event instanceof HopEvent.Exchanged exchanged) {
            series(exchanged).count(exchanged);
        }
    }

    private RequestSeries series(HopEvent.Exchanged event) {
        var parties = Parties.of(event);
        var known = pairs.get(parties);
        if (known != null) {
            return known;
        }
        if (pairs.size() == PAIRS && !madeRoom(event.nanos())) {
            overflow.inc();
            return others.computeIfAbsent(parties.other(), other -> new RequestSeries(families, other));
        }
        return pairs.computeIfAbsent(parties, it -> new RequestSeries(families, it));
    }

    private boolean madeRoom(long now) {
        var eldest = pairs.entrySet().iterator().next();
        if (now - eldest.getValue().latestNanos() < SILENT_NANOS) {
            return false;
        }
        pairs.remove(eldest.getKey());
        eldest.getValue().forget();
        return true;
    }
}

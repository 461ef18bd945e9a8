package mesh.proxy.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.function.ToLongFunction;
import mesh.proxy.detect.Detection;

/** Connections and their bytes, whatever they carry. */
final class ConnectionMetrics implements View {
    private static final double[] CONNECT_BOUNDS = {
        .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5
    };

    private final Counter opened;
    private final Counter closed;
    private final Counter bytes;
    private final Counter backoffs;
    private final Counter detected;
    private final Histogram connect;

    /** @param open how many of a direction are open now; asked, since counting events could lose some */
    ConnectionMetrics(Meters meters, ToLongFunction<HopEvent.Direction> open) {
        opened = meters.counter("mesh_connections_opened_total", "Connections accepted", "direction");
        closed = meters.counter("mesh_connections_closed_total", "Connections ended", "direction", "outcome");
        bytes = meters.counter("mesh_bytes_total", "Bytes passed on; of HTTP/1.1 the bodies", "direction", "way");
        backoffs = meters.counter(
                "mesh_accept_backoffs_total", "Times a listener waited before it accepted again", "direction");
        detected = meters.counter(
                "mesh_detected_total",
                "Connections by the protocol they were taken for, and why: a basis of silence or timeout means that"
                        + " the client waited for nothing, so declare the port's protocol",
                "protocol",
                "basis");
        connect =
                meters.seconds("mesh_upstream_connect_seconds", "How long an upstream took to answer", CONNECT_BOUNDS);
        meters.gauges("mesh_connections_open", "Connections open now", "direction", to -> {
            for (var direction : HopEvent.Direction.values()) {
                to.is(direction.label(), (double) open.applyAsLong(direction));
            }
        });
        for (var direction : HopEvent.Direction.values()) { // a counter that is there at 0 can be alerted on
            opened.initLabelValues(direction.label());
            backoffs.initLabelValues(direction.label());
        }
    }

    @Override
    public void see(HopEvent event) {
        switch (event) {
            case HopEvent.Accepted e ->
                opened.labelValues(e.direction().label()).inc();
            case HopEvent.Connected e -> connect.observe(e.tookNanos() / 1e9);
            case HopEvent.Detected e ->
                detected.labelValues(protocol(e.protocol()), e.basis().label()).inc();
            case HopEvent.Moved e -> moved(e.direction(), e.way(), e.bytes());
            case HopEvent.Exchanged e -> {
                moved(e.direction(), HopEvent.Way.SENT, e.exchange().requestBytes());
                moved(e.direction(), HopEvent.Way.RECEIVED, e.exchange().responseBytes());
            }
            case HopEvent.Closed e ->
                closed.labelValues(e.direction().label(), e.outcome().label()).inc();
            case HopEvent.AcceptBackoff e ->
                backoffs.labelValues(e.direction().label()).inc();
            default -> {
                // The other views' events.
            }
        }
    }

    private void moved(HopEvent.Direction direction, HopEvent.Way way, long count) {
        bytes.labelValues(direction.label(), way.label()).inc((double) count);
    }

    private static String protocol(Detection detection) {
        return switch (detection) {
            case Detection.Http1() -> "http/1.1";
            case Detection.Http2() -> "http/2";
            case Detection.Tls _ -> "tls";
            case Detection.Opaque() -> "opaque";
            case Detection.NeedsMore() -> "unknown";
        };
    }
}

package mesh.proxy.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** Counters for Prometheus. Every label has a handful of values: none of them is chosen by a client. */
public final class Metrics implements View {
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter opened = counter("mesh_connections_opened_total", "Connections accepted", "direction");
    private final Counter closed =
            counter("mesh_connections_closed_total", "Connections ended", "direction", "outcome");
    private final Counter bytes = counter("mesh_bytes_total", "Bytes passed on", "direction", "way");
    private final Histogram connect = Histogram.builder()
            .name("mesh_upstream_connect_seconds")
            .help("How long an upstream took to answer")
            .unit(Unit.SECONDS)
            .classicOnly()
            .withoutExemplars()
            .classicUpperBounds(.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5)
            .register(registry);
    private final Counter backoffs =
            counter("mesh_accept_backoffs_total", "Times a listener waited before it accepted again", "direction");
    private final Counter stalls =
            counter("mesh_carrier_stalls_total", "Times one piece of work held a carrier for over 100 ms");

    /**
     * @param open how many connections of a direction are open now; asked, since counting events could lose some
     * @param linesLost lines of the access log that were not written
     * @param bufferWaits how often bytes had to wait for a buffer
     */
    Metrics(
            LongSupplier eventsLost,
            LongSupplier linesLost,
            LongSupplier bufferWaits,
            ToLongFunction<HopEvent.Direction> open) {
        GaugeWithCallback.builder()
                .name("mesh_connections_open")
                .help("Connections open now")
                .labelNames("direction")
                .callback(callback -> {
                    for (var direction : HopEvent.Direction.values()) {
                        callback.call((double) open.applyAsLong(direction), direction.label());
                    }
                })
                .register(registry);
        counter("mesh_events_lost_total", "Events that came faster than the views saw them", eventsLost);
        counter("mesh_access_log_lines_lost_total", "Lines that nobody read in time", linesLost);
        counter(
                "mesh_buffer_waits_total",
                "Times bytes waited for a buffer: slow readers held all of --buffer-memory",
                bufferWaits);
        for (var direction : HopEvent.Direction.values()) { // a counter that is there at 0 can be alerted on
            opened.initLabelValues(direction.label());
            backoffs.initLabelValues(direction.label());
        }
    }

    @Override
    public synchronized void see(HopEvent event) {
        switch (event) {
            case HopEvent.Accepted e ->
                opened.labelValues(e.direction().label()).inc();
            case HopEvent.Connected e -> connect.observe(e.tookNanos() / 1e9);
            case HopEvent.Moved e ->
                bytes.labelValues(e.direction().label(), e.way().label()).inc(e.bytes());
            case HopEvent.Closed e ->
                closed.labelValues(e.direction().label(), e.outcome().label()).inc();
            case HopEvent.AcceptBackoff e ->
                backoffs.labelValues(e.direction().label()).inc();
            case HopEvent.CarrierStalled _ -> stalls.inc();
            case HopEvent.Destined _, HopEvent.Refused _, HopEvent.ConnectFailed _ -> {}
            case HopEvent.Detected _, HopEvent.FirstBytes _, HopEvent.HalfClosed _ -> {}
            case HopEvent.NoPipe _, HopEvent.ListenerBroke _, HopEvent.Exchanged _ -> {}
        }
    }

    /** Writes all counters in Prometheus' text format. */
    public void write(OutputStream out) throws IOException {
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
    }

    private void counter(String name, String help, LongSupplier count) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) count.getAsLong()))
                .register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }
}

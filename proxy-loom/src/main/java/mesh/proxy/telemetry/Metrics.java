package mesh.proxy.telemetry;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * All metrics, for Prometheus. Every label has few values, and a client chooses none of them: most are ours, the names
 * of services and workloads are the control plane's, and {@link RequestMetrics} bounds those.
 */
public final class Metrics implements View {
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Meters meters = new Meters(registry);
    private final List<View> views;

    /** @param linesLost lines of the access log that were not written */
    Metrics(ProxyReadings proxy, LongSupplier eventsLost, LongSupplier linesLost) {
        views = List.of(
                new ConnectionMetrics(meters, proxy.open()),
                new RequestMetrics(meters),
                new ProxyMetrics(meters, proxy, eventsLost, linesLost));
    }

    /** For those who have figures of their own to show. */
    public Meters meters() {
        return meters;
    }

    @Override
    public synchronized void see(HopEvent event) {
        for (var view : views) {
            view.see(event);
        }
    }

    /** Writes all metrics in Prometheus' text format. */
    public void write(OutputStream out) throws IOException {
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
    }
}

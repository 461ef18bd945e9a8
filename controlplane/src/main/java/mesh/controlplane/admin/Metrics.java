package mesh.controlplane.admin;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.LongSupplier;
import mesh.controlplane.snapshot.Snapshots;
import mesh.controlplane.stream.ProxyState;
import mesh.controlplane.stream.Watchers;

/** Numbers for Prometheus, asked when they are read. No labels: which proxy is behind is on {@code /proxies}. */
final class Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();

    Metrics(Snapshots snapshots, Watchers watchers) {
        gauge("mesh_proxies_connected", "Proxies that watch now", watchers::count);
        gauge(
                "mesh_proxies_behind",
                "Proxies that do not serve their newest version",
                () -> watchers.proxies().stream().filter(ProxyState::behind).count());
        gauge(
                "mesh_configuration_problems",
                "Things refused or referring to nothing",
                () -> snapshots.problems().size());
        gauge(
                "mesh_catalog_complete",
                "1 once everything has been read",
                () -> snapshots.condition().complete() ? 1 : 0);
        gauge(
                "mesh_catalog_troubles",
                "Kinds of things that cannot be read now and are served as they were",
                () -> snapshots.condition().troubles().size());
        gauge("mesh_objects_accepted", "Objects of the catalog that are used", snapshots::accepted);
        gauge(
                "mesh_objects_refused",
                "Objects, or files of them, that cannot be used as they are; what was right last is used",
                snapshots::refused);
        gauge(
                "mesh_status_pending",
                "Routes and policies whose status is not what it should be",
                () -> snapshots.statusWrites().pending());
        counter(
                "mesh_status_writes_total",
                "Statuses written",
                () -> snapshots.statusWrites().written());
        counter(
                "mesh_status_conflicts_total",
                "Statuses that somebody else wrote first; tried again",
                () -> snapshots.statusWrites().conflicts());
        counter(
                "mesh_status_failures_total",
                "Statuses that could not be written; tried again",
                () -> snapshots.statusWrites().failed());
        counter("mesh_steps_sent_total", "Steps sent to proxies, heartbeats too", watchers::steps);
        counter("mesh_steps_rejected_total", "Steps that a proxy could not use", watchers::rejections);
        counter("mesh_proxies_refused_total", "Streams refused, since the limit was reached", watchers::refused);
        counter("mesh_proxies_expired_total", "Proxies given up, since they did not answer", watchers::expired);
    }

    private void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    private void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    byte[] text() throws IOException {
        var bytes = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(bytes, registry.scrape());
        return bytes.toByteArray();
    }
}

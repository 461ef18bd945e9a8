package mesh.webhook.admin;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import mesh.webhook.certificate.ServingCertificate;

/** They name pods and namespaces, and nothing secret. */
public final class AdminPages {
    private static final String PAGES = "/ready /live /metrics /unmeshed\n";

    private final ServingCertificate certificate;
    private final PrometheusRegistry registry;
    private final BooleanSupplier stopping;
    private final Supplier<String> unmeshed;

    /**
     * Pages of this webhook.
     * @param stopping whether no new requests are wanted any more
     * @param unmeshed JSON: pods that should be meshed and are not
     */
    public AdminPages(
            ServingCertificate certificate,
            PrometheusRegistry registry,
            BooleanSupplier stopping,
            Supplier<String> unmeshed) {
        this.certificate = certificate;
        this.registry = registry;
        this.stopping = stopping;
        this.unmeshed = unmeshed;
        GaugeWithCallback.builder()
                .name("mesh_webhook_certificate_expiry_timestamp_seconds")
                .help("When the certificate ends")
                .labelNames("certificate")
                .callback(callback -> {
                    var status = certificate.status();
                    status.serving().ifPresent(end -> callback.call((double) end.getEpochSecond(), "serving"));
                    status.authority().ifPresent(end -> callback.call((double) end.getEpochSecond(), "authority"));
                })
                .register(registry);
    }

    public void describe(HttpRouting.Builder routing) {
        routing.get("/live", (request, response) -> text(response, Status.OK_200, "live\n"))
                .get("/ready", this::ready)
                .get("/metrics", this::metrics)
                .get(
                        "/unmeshed",
                        (request, response) -> response.header(HeaderNames.CONTENT_TYPE, "application/json")
                                .send(unmeshed.get().getBytes(StandardCharsets.UTF_8)))
                .any((request, response) -> text(response, Status.NOT_FOUND_404, "no such page; there are " + PAGES));
    }

    private void ready(ServerRequest request, ServerResponse response) {
        var status = certificate.status();
        if (stopping.getAsBoolean()) {
            text(response, Status.SERVICE_UNAVAILABLE_503, "not ready: stopping\n");
        } else if (status.ready()) {
            text(response, Status.OK_200, "ready\n" + problem(status));
        } else {
            var missing =
                    status.serving().isEmpty() ? "there is no certificate yet" : "the API server does not trust it yet";
            text(response, Status.SERVICE_UNAVAILABLE_503, "not ready: " + missing + "\n" + problem(status));
        }
    }

    private static String problem(ServingCertificate.Status status) {
        return status.problem().isEmpty() ? "" : "certificate: " + status.problem() + "\n";
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        var bytes = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(bytes, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write metrics into memory", e);
        }
        response.header(HeaderNames.CONTENT_TYPE, PrometheusTextFormatWriter.CONTENT_TYPE)
                .send(bytes.toByteArray());
    }

    private static void text(ServerResponse response, Status status, String text) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send(text.getBytes(StandardCharsets.UTF_8));
    }
}

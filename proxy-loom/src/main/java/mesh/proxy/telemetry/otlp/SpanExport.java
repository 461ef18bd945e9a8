package mesh.proxy.telemetry.otlp;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.Meters;
import mesh.proxy.telemetry.View;

/**
 * Sends the spans of sampled exchanges to a collector, in batches, one at a time. While a batch is on its way the next
 * waits, up to a bound; beyond it spans are lost and counted. The sending itself happens on a thread of the exporter's.
 */
public final class SpanExport implements View, AutoCloseable {
    static final int WAITING = 2048;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** What it has to say we say, once; held here, since a logger that nobody holds forgets its level. */
    private static final Logger ITS_LOG = Logger.getLogger("io.opentelemetry");

    private final URI endpoint;
    private final SpanExporter exporter;
    private final Resource resource;
    private final ArrayDeque<HopEvent.Exchanged> waiting = new ArrayDeque<>();
    private CompletableResultCode latest = CompletableResultCode.ofSuccess();
    private final AtomicLong exported = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean failing;

    private SpanExport(URI endpoint, SpanExporter exporter, SpanSource source) {
        this.endpoint = endpoint;
        this.exporter = exporter;
        this.resource = source.resource();
    }

    /** @param endpoint of the collector, with or without the path {@code /v1/traces} */
    public static SpanExport start(URI endpoint, SpanSource source, Meters meters) {
        ITS_LOG.setLevel(Level.OFF);
        var traces = traces(endpoint);
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(traces.toString())
                .setTimeout(TIMEOUT) // of all tries together: a batch is sent again when the collector restarts
                .setConnectTimeout(TIMEOUT)
                .build();
        var export = new SpanExport(traces, exporter, source);
        export.register(meters);
        return export;
    }

    private void register(Meters meters) {
        meters.counter("mesh_spans_exported_total", "Spans that the collector took", exported::get);
        meters.counter("mesh_spans_lost_total", "Spans that no collector took, or that came too fast", lost::get);
        meters.counter(
                "mesh_span_exports_failed_total", "Batches of spans that the collector did not take", failures::get);
    }

    @Override
    public synchronized void see(HopEvent event) {
        if (!(event instanceof HopEvent.Exchanged exchanged) || !isSampled(exchanged)) {
            return;
        }
        if (waiting.size() == WAITING) {
            lost.incrementAndGet();
            return;
        }
        waiting.add(exchanged);
    }

    private static boolean isSampled(HopEvent.Exchanged event) {
        var trace = event.exchange().trace();
        return trace != null && trace.sampled();
    }

    /** Sends what waits, unless a batch is still on its way. */
    @Override
    public synchronized void flush() {
        if (!latest.isDone() || waiting.isEmpty()) {
            return;
        }
        var batch = spans();
        var result = exporter.export(batch);
        latest = result;
        result.whenComplete(() -> done(result, batch.size()));
    }

    private List<SpanData> spans() {
        long epochOffsetNanos = epochNanos() - System.nanoTime();
        var spans = new ArrayList<SpanData>(waiting.size());
        for (var event : waiting) {
            spans.add(ExchangeSpan.of(event, resource, epochOffsetNanos));
        }
        waiting.clear();
        return spans;
    }

    private static long epochNanos() {
        var now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private void done(CompletableResultCode result, int spans) {
        if (result.isSuccess()) {
            exported.addAndGet(spans);
            if (failing) {
                failing = false;
                System.err.printf("spans are exported to %s again%n", endpoint);
            }
            return;
        }
        lost.addAndGet(spans);
        failures.incrementAndGet();
        if (!failing) {
            failing = true;
            System.err.printf("""
                    spans are not exported, the proxy goes on: %s: %s. \
                    Look whether a collector takes OTLP over HTTP there; mesh_spans_lost_total counts.%n""", endpoint, why(result));
        }
    }

    private static String why(CompletableResultCode result) {
        return switch (result.getFailureThrowable()) {
            case HttpExportException e
            when e.failedWithResponse() -> "it answers " + e.getResponse().getStatusCode();
            case HttpExportException e -> String.valueOf(e.getCause());
            case null -> "no answer within " + TIMEOUT.toSeconds() + " s";
            case Throwable e -> String.valueOf(e);
        };
    }

    /** Sends what is left, and waits a moment for the collector to take it. */
    @Override
    public void close() {
        latest().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        flush();
        latest().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        exporter.shutdown();
    }

    private synchronized CompletableResultCode latest() {
        return latest;
    }

    /** As OpenTelemetry reads OTEL_EXPORTER_OTLP_ENDPOINT: a base, to which each signal has its own path. */
    private static URI traces(URI endpoint) {
        boolean isBase = endpoint.getPath() == null
                || endpoint.getPath().isEmpty()
                || endpoint.getPath().equals("/");
        return isBase ? endpoint.resolve("/v1/traces") : endpoint;
    }
}

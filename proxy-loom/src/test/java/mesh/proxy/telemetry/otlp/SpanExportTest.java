package mesh.proxy.telemetry.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mesh.proxy.telemetry.AccessLog;
import mesh.proxy.telemetry.Exchanges;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.ProxyReadings;
import mesh.proxy.telemetry.Telemetry;
import mesh.proxy.telemetry.TraceContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans as a collector receives them, decoded from OTLP's protobuf. */
class SpanExportTest {
    private static final SpanSource APP_A = new SpanSource("app-a", "default", "app-a-5f6d");

    private Collector collector;
    private Telemetry telemetry;
    private SpanExport export;

    @BeforeEach
    void start() throws IOException {
        collector = new Collector();
        telemetry = new Telemetry(10, ProxyReadings.NONE, AccessLog.off());
        export = SpanExport.start(collector.base(), APP_A, telemetry.metrics().meters());
        telemetry.add(export);
    }

    @AfterEach
    void stop() {
        telemetry.close();
        export.close();
        collector.close();
    }

    @Test
    void anOutboundExchangeIsAClientSpan() throws Exception {
        long ended = System.nanoTime();
        telemetry
                .ring()
                .emit(Exchanges.exchange()
                        .trace(trace(true))
                        .tries(2)
                        .started(ended - 2_000_000)
                        .event(Direction.OUTBOUND, ended));
        var received = collector.next();
        var span = received.span();
        assertEquals("GET", span.getName());
        assertEquals(SpanKind.SPAN_KIND_CLIENT, span.getKind());
        assertEquals(hex("4bf92f3577b34da6a3ce929d0e0e4736"), span.getTraceId());
        assertEquals(hex("00f067aa0ba902b7"), span.getSpanId());
        assertEquals(hex("0000000000000001"), span.getParentSpanId());
        assertEquals("congo=1,rojo=2", span.getTraceState());
        assertEquals(2_000_000, span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
        var age = Duration.between(Instant.ofEpochSecond(0, span.getEndTimeUnixNano()), Instant.now());
        assertTrue(!age.isNegative() && age.toSeconds() < 20, "the wall clock's time: " + age);
        assertEquals(StatusCode.STATUS_CODE_UNSET, span.getStatus().getCode());
        assertEquals(
                Map.ofEntries(
                        Map.entry("http.request.method", "GET"),
                        Map.entry("http.request.body.size", "10"),
                        Map.entry("http.request.resend_count", "1"),
                        Map.entry("http.response.status_code", "200"),
                        Map.entry("http.response.body.size", "100"),
                        Map.entry("url.full", "http://app-b/hello"),
                        Map.entry("server.address", "app-b"),
                        Map.entry("server.port", "80"),
                        Map.entry("network.peer.address", "10.77.0.3"),
                        Map.entry("network.peer.port", "8080"),
                        Map.entry("network.protocol.version", "1.1"),
                        Map.entry("diymesh.source.workload", "app-a"),
                        Map.entry("diymesh.destination.service", "default/app-b"),
                        Map.entry("diymesh.destination.workload", "app-b"),
                        Map.entry("diymesh.destination.version", "v1"),
                        Map.entry("diymesh.route", "default/app-b-canary")),
                received.attributes());
        assertEquals("app-a", received.resource().get("service.name"));
        assertEquals("app-a-5f6d", received.resource().get("k8s.pod.name"));
    }

    @Test
    void anInboundOneIsAServerSpanAndTheClientsFaultIsNoError() throws Exception {
        telemetry
                .ring()
                .emit(Exchanges.exchange()
                        .asks("BREW", "/pot")
                        .authority("[fd77::3]:8080")
                        .status(404)
                        .trace(trace(true))
                        .inbound());
        var received = collector.next();
        assertEquals("HTTP", received.span().getName());
        assertEquals(SpanKind.SPAN_KIND_SERVER, received.span().getKind());
        assertEquals(StatusCode.STATUS_CODE_UNSET, received.span().getStatus().getCode());
        assertEquals("_OTHER", received.attributes().get("http.request.method"));
        assertEquals("BREW", received.attributes().get("http.request.method_original"));
        assertEquals("/pot", received.attributes().get("url.path"));
        assertEquals("http", received.attributes().get("url.scheme"));
        assertEquals("[fd77::3]", received.attributes().get("server.address"));
        assertEquals("8080", received.attributes().get("server.port"));
        assertFalse(received.attributes().containsKey("error.type"));
    }

    @Test
    void anErrorSaysWhich() throws Exception {
        var ring = telemetry.ring();
        ring.emit(Exchanges.exchange().status(503).trace(trace(true)).inbound());
        ring.emit(Exchanges.exchange().status(404).trace(trace(true)).outbound());
        ring.emit(Exchanges.exchange().status(0).why("reset").trace(trace(true)).outbound());
        ring.emit(Exchanges.exchange()
                .why("closed within the body")
                .trace(trace(true))
                .outbound());
        for (var type : new String[] {"503", "404", "unanswered", "broken_off"}) {
            var received = collector.next();
            assertEquals(type, received.attributes().get("error.type"));
            assertEquals(
                    StatusCode.STATUS_CODE_ERROR, received.span().getStatus().getCode());
        }
    }

    @Test
    void whatIsNotSampledIsNotSent() throws Exception {
        telemetry.ring().emit(Exchanges.exchange().outbound());
        telemetry.ring().emit(Exchanges.exchange().trace(trace(false)).outbound());
        telemetry.ring().emit(Exchanges.exchange().trace(trace(true)).outbound());
        assertEquals(hex("00f067aa0ba902b7"), collector.next().span().getSpanId());
        until(() -> metric("mesh_spans_exported_total 1.0"));
        assertEquals(0, collector.received());
    }

    @Test
    void aCollectorThatRefusesIsCountedAndTheNextBatchIsSent() throws Exception {
        collector.answers(400);
        telemetry.ring().emit(Exchanges.exchange().trace(trace(true)).outbound());
        until(() -> metric("mesh_span_exports_failed_total 1.0"));
        assertTrue(metric("mesh_spans_lost_total 1.0"));
        collector.answers(200);
        telemetry.ring().emit(Exchanges.exchange().trace(trace(true)).outbound());
        collector.next();
        until(() -> metric("mesh_spans_exported_total 1.0"));
    }

    @Test
    void spansThatWaitAreBounded() throws Exception {
        try (var other = new Telemetry(10, ProxyReadings.NONE, AccessLog.off());
                var full = SpanExport.start(
                        collector.base(), APP_A, other.metrics().meters())) {
            for (int i = 0; i < SpanExport.WAITING + 10; i++) {
                full.see(Exchanges.exchange().trace(trace(true)).outbound());
            }
            assertTrue(metric(other, "mesh_spans_lost_total 10.0"));
            full.flush();
            until(() -> metric(other, "mesh_spans_exported_total " + SpanExport.WAITING + ".0"));
        }
    }

    @Test
    void whatIsLeftIsSentAtTheEnd() throws Exception {
        export.see(Exchanges.exchange().trace(trace(true)).outbound());
        export.close();
        collector.next();
    }

    private static TraceContext trace(boolean sampled) {
        return new TraceContext(
                0x4bf92f3577b34da6L, 0xa3ce929d0e0e4736L, 0x00f067aa0ba902b7L, 1, sampled, "congo=1,rojo=2");
    }

    private static ByteString hex(String digits) {
        return ByteString.fromHex(digits);
    }

    private boolean metric(String line) {
        return metric(telemetry, line);
    }

    private static boolean metric(Telemetry telemetry, String line) {
        var out = new ByteArrayOutputStream();
        try {
            telemetry.metrics().write(out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8).contains("\n" + line + "\n");
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "did not become true within 20 s");
            Thread.onSpinWait();
        }
    }
}

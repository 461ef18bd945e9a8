package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mesh.linux.NetworkNamespace;
import mesh.proxy.telemetry.otlp.Collector;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One request through two proxies, and what both tell of it: spans that join, a line each, metrics. */
@NeedsRoot
class TelemetryEndToEndTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private Mesh mesh;
    private ProxyProcess outbound;
    private ProxyProcess inbound;
    private Collector ofOutbound;
    private Collector ofInbound;
    private final BlockingQueue<List<String>> requests = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        mesh = new Mesh();
        Rules.apply(mesh.peer());
        mesh.serverInPeer(8080, this::answer);
        ofOutbound = collector(mesh.app());
        ofInbound = collector(mesh.peer());
        outbound = proxy(mesh.app(), ofOutbound);
        inbound = proxy(mesh.peer(), ofInbound);
    }

    @AfterEach
    void stop() throws IOException {
        mesh.close();
    }

    @Test
    void theSpansOfBothProxiesJoinWithTheCallersTraceAndWithWhatTheServerIsTold() throws Exception {
        get("/hello?secret=1", "traceparent: 00-" + TRACE + "-" + PARENT + "-01", "tracestate: congo=1");

        var client = ofOutbound.next().span();
        var server = ofInbound.next().span();
        var told = requests.poll(20, TimeUnit.SECONDS);
        assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, client.getKind());
        assertEquals(Span.SpanKind.SPAN_KIND_SERVER, server.getKind());
        assertEquals(List.of(hex(TRACE), hex(TRACE)), List.of(client.getTraceId(), server.getTraceId()));
        assertEquals(hex(PARENT), client.getParentSpanId());
        assertEquals(client.getSpanId(), server.getParentSpanId());
        assertTrue(told.contains("traceparent: 00-" + TRACE + "-" + text(server.getSpanId()) + "-01"), told::toString);
        assertTrue(told.contains("tracestate: congo=1"), told::toString);
    }

    @Test
    void aRequestWithoutATraceGetsOneThatBothProxiesAndTheServerShare() throws Exception {
        get("/hello");
        var client = ofOutbound.next().span();
        var server = ofInbound.next().span();
        assertEquals(ByteString.EMPTY, client.getParentSpanId());
        assertEquals(client.getTraceId(), server.getTraceId());
        assertEquals(client.getSpanId(), server.getParentSpanId());
        var told = requests.poll(20, TimeUnit.SECONDS);
        assertTrue(
                told.contains("traceparent: 00-" + text(server.getTraceId()) + "-" + text(server.getSpanId()) + "-01"),
                told::toString);
    }

    @Test
    void bothProxiesWriteALineOfItWithTheSameTraceAndNoQuery() throws Exception {
        get("/hello?secret=1", "traceparent: 00-" + TRACE + "-" + PARENT + "-00");
        for (var proxy : List.of(outbound, inbound)) {
            var line = requestLine(proxy);
            assertEquals(TRACE, line.get("trace").textValue());
            assertEquals("/hello", line.get("path").textValue());
            assertEquals(200, line.get("status").intValue());
            assertEquals("10.77.0.3:8080", line.get("upstream").textValue());
            assertEquals(5, line.get("responseBytes").intValue());
            assertTrue(
                    line.get("micros").longValue() >= line.get("answeredMicros").longValue());
        }
        assertEquals(0, ofOutbound.received(), "its sender does not keep this trace");
    }

    @Test
    void bothProxiesCountItAndTellItInTheStoryOfItsConnection() throws Exception {
        get("/hello");
        for (var proxy : List.of(outbound, inbound)) {
            var direction = proxy == outbound ? "outbound" : "inbound";
            eventually(
                    "a request is counted",
                    () -> proxy.get("/metrics").body(),
                    page -> page.lines()
                            .anyMatch(line -> line.startsWith("mesh_requests_total{")
                                    && line.contains("direction=\"" + direction + "\"")
                                    && line.contains("outcome=\"answered\"")
                                    && line.endsWith("status=\"2xx\"} 1.0")));
            var story = proxy.story(it -> it.get("requests").intValue() == 1);
            assertTrue(
                    story.get("steps")
                            .valueStream()
                            .anyMatch(step -> step.get("event").textValue().equals("exchanged")
                                    && step.get("text").textValue().startsWith("GET /hello of app-b: 200 from")),
                    story::toString);
        }
    }

    private Collector collector(NetworkNamespace pod) throws Exception {
        return mesh.own(pod.call(Collector::new));
    }

    private ProxyProcess proxy(NetworkNamespace pod, Collector collector) throws Exception {
        return mesh.own(
                ProxyProcess.Launch.in(pod, "--otlp-endpoint", collector.base().toString(), "--trace-sample", "1")
                        .ready());
    }

    private void get(String target, String... headers) throws Exception {
        try (var client = mesh.fromApp(Mesh.PEER, 8080)) {
            var request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: app-b\r\n");
            for (var header : headers) {
                request.append(header).append("\r\n");
            }
            client.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    private void answer(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        var head = new ArrayList<String>();
        for (String line; (line = in.readLine()) != null; ) {
            if (line.isEmpty()) {
                requests.add(List.copyOf(head));
                head.clear();
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
            } else {
                head.add(line);
            }
        }
    }

    private static JsonNode requestLine(ProxyProcess proxy) throws Exception {
        var lines = eventually(
                "a line of a request",
                proxy::log,
                log -> log.stream().anyMatch(line -> line.contains("\"event\":\"request\"")));
        return new ObjectMapper()
                .readTree(lines.stream()
                        .filter(line -> line.contains("\"event\":\"request\""))
                        .findFirst()
                        .orElseThrow());
    }

    private static ByteString hex(String digits) {
        return ByteString.fromHex(digits);
    }

    private static String text(ByteString id) {
        return java.util.HexFormat.of().formatHex(id.toByteArray());
    }
}

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
import mesh.proto.v1.Service;
import mesh.proxy.telemetry.Dashboard;
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
    private static final String SERVICE = "10.96.0.10";
    private static final List<Service> SERVICES = List.of(
            ControlPlane.service("app-a", "10.96.0.9", Mesh.APP, "v1"),
            ControlPlane.service("app-b", SERVICE, Mesh.PEER, "v2"));

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
        outbound = proxy(mesh.app(), "app-a", ofOutbound);
        inbound = proxy(mesh.peer(), "app-b", ofInbound);
        mesh.app().run("ip", "route", "add", "10.96.0.0/16", "via", Mesh.PEER);
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
    void bothProxiesCountItByTheSameNames() throws Exception {
        get("/hello");
        for (var proxy : List.of(outbound, inbound)) {
            var direction = proxy == outbound ? "outbound" : "inbound";
            assertEquals(
                    1,
                    eventuallyMetric(
                            proxy,
                            "mesh_requests_total{destination_service=\"default/app-b\",destination_version=\"v2\","
                                    + "destination_workload=\"app-b\",direction=\"" + direction
                                    + "\",outcome=\"answered\",protocol=\"http/1.1\",source_workload=\"app-a\","
                                    + "status=\"2xx\"}"));
        }
    }

    @Test
    void bothTellItInTheStoryOfItsConnection() throws Exception {
        get("/hello");
        for (var proxy : List.of(outbound, inbound)) {
            var story = proxy.story(it -> it.get("requests").intValue() == 1);
            assertTrue(
                    story.get("steps")
                            .valueStream()
                            .anyMatch(step -> step.get("event").textValue().equals("exchanged")
                                    && step.get("text")
                                            .textValue()
                                            .startsWith("GET /hello of app-b: 200 from app-b v2 10.77.0.3:8080 in ")),
                    story::toString);
        }
    }

    @Test
    void theDashboardAsksForNothingThatAProxyDoesNotHave() throws Exception {
        get("/hello");
        eventually(
                "the page has all that the dashboard asks for",
                () -> {
                    var page = outbound.get("/metrics").body();
                    return Dashboard.queries().stream()
                            .flatMap(query -> query.missingFrom(page).stream())
                            .toList();
                },
                List::isEmpty);
    }

    private static double eventuallyMetric(ProxyProcess proxy, String series) throws Exception {
        eventually(
                "there is " + series, () -> proxy.get("/metrics").body(), page -> page.contains("\n" + series + " "));
        return proxy.metric(series);
    }

    private Collector collector(NetworkNamespace pod) throws Exception {
        return mesh.own(pod.call(Collector::new));
    }

    private ProxyProcess proxy(NetworkNamespace pod, String workload, Collector collector) throws Exception {
        var controlPlane = mesh.own(ControlPlane.start(pod, SERVICES));
        var proxy = mesh.own(ProxyProcess.Launch.in(
                        pod,
                        "--control-plane",
                        controlPlane.address(),
                        "--pod",
                        workload + "-7d4b9",
                        "--workload",
                        workload,
                        "--otlp-endpoint",
                        collector.base().toString(),
                        "--trace-sample",
                        "1")
                .ready());
        eventually("the mesh is known", () -> proxy.metric("mesh_discovery_connected"), connected -> connected == 1);
        return proxy;
    }

    private void get(String target, String... headers) throws Exception {
        try (var client = mesh.fromApp(SERVICE, 80)) {
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

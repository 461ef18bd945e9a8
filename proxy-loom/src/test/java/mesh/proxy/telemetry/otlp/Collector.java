package mesh.proxy.telemetry.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** Takes OTLP over HTTP, as a collector does. */
public final class Collector implements Closeable {
    /** A span with what was said of its resource. */
    public record Received(Span span, Map<String, String> attributes, Map<String, String> resource) {}

    private final HttpServer server;
    private final LinkedBlockingQueue<Received> spans = new LinkedBlockingQueue<>();
    private volatile int status = 200;

    public Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers with this from now on. */
    void answers(int aStatus) {
        status = aStatus;
    }

    /** The next one that comes. */
    public Received next() throws InterruptedException {
        var span = spans.poll(20, TimeUnit.SECONDS);
        Assertions.assertNotNull(span, "no span came within 20 s");
        return span;
    }

    public int received() {
        return spans.size();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            if (status == 200) {
                request.getResourceSpansList()
                        .forEach(resource -> resource.getScopeSpansList()
                                .forEach(scope -> scope.getSpansList()
                                        .forEach(span -> spans.add(new Received(
                                                span,
                                                map(span.getAttributesList()),
                                                map(resource.getResource().getAttributesList()))))));
            }
            var answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        }
    }

    private static Map<String, String> map(List<KeyValue> attributes) {
        var map = new TreeMap<String, String>();
        for (var attribute : attributes) {
            var value = attribute.getValue();
            map.put(
                    attribute.getKey(),
                    value.hasIntValue() ? String.valueOf(value.getIntValue()) : value.getStringValue());
        }
        return map;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

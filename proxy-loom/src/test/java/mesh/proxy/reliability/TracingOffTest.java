package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.Test;

/** Nobody pays for tracing who did not ask for it. */
@NeedsRoot
class TracingOffTest {
    @Test
    void withoutACollectorNoClassOfOpenTelemetryIsLoadedAndTracesOfOthersPassUnchanged() throws Exception {
        var request = """
                GET / HTTP/1.1\r
                Host: app-b\r
                traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r
                TraceState: Not=Valid\r
                \r
                """;
        try (var mesh = new Mesh();
                var proxy = sayingWhatItLoads(mesh).ready();
                var server = mesh.serverInPeer(8080, connection -> {
                    var got = connection.getInputStream().readNBytes(request.length());
                    var answer = "HTTP/1.1 200 OK\r\nContent-Length: " + got.length + "\r\n\r\n";
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    connection.getOutputStream().write(got);
                });
                var client = mesh.fromApp(Mesh.PEER, 8080)) {
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            var answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals(request, answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertEquals(1, server.connections());

            proxy.story(story -> story.get("requests").intValue() == 1);
            var loaded = proxy.log();
            assertTrue(loaded.stream().anyMatch(line -> line.contains("mesh.proxy.telemetry.RequestMetrics ")));
            assertEquals(
                    List.of(),
                    loaded.stream()
                            .filter(line -> line.contains("io.opentelemetry"))
                            .toList());
        }
    }

    private static ProxyProcess.Launch sayingWhatItLoads(Mesh mesh) {
        var plain = ProxyProcess.Launch.in(mesh.app());
        var jvm = Stream.concat(plain.jvm().stream(), Stream.of("-Xlog:class+load"))
                .toList();
        return new ProxyProcess.Launch(plain.pod(), plain.before(), jvm, plain.flags());
    }
}

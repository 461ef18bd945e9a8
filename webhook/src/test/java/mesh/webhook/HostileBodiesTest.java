package mesh.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import mesh.testkit.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that become as much memory as their size allows, many at once, and the heap that the webhook really has. */
class HostileBodiesTest {
    private static final Pattern READY = Pattern.compile("https port (\\d+), admin port");
    /** No object, or no turn in time. */
    private static final Set<Integer> ANSWERS = Set.of(400, 503);

    private static final int AT_ONCE = 50;
    private static final int MOST_BYTES = (3 << 20) - 1000;

    @TempDir
    private Path folder;

    @Test
    void theWebhookSurvivesThem() throws Exception {
        var certificate = SelfSigned.in(folder);
        var log = folder.resolve("log");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "@webhook.jvm",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "mesh.webhook.Webhook",
                        "--https=0",
                        "--admin=0",
                        "--drain-delay=0",
                        "--certificate-folder=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (var client = HttpClient.newBuilder()
                .sslContext(certificate.trusted())
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            var port = Eventually.eventually(
                    "it is ready", Duration.ofSeconds(60), () -> READY.matcher(Files.readString(log)), m -> m.find());
            var uri = URI.create("https://127.0.0.1:" + port.group(1) + "/validate");
            var empties = "[" + "{},".repeat(MOST_BYTES / 3) + "{}]";
            var words = "[" + "\"ab\",".repeat(MOST_BYTES / 5) + "1]";
            var small = "[" + "{},".repeat(20_000) + "{}]";
            for (var text : List.of(empties, words, small)) {
                var body = text.getBytes(StandardCharsets.US_ASCII);
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    var answers = IntStream.range(0, AT_ONCE)
                            .mapToObj(i -> threads.submit(() -> post(client, uri, body)))
                            .toList();
                    for (var answer : answers) {
                        assertTrue(ANSWERS.contains(answer.get()), () -> "answered with " + answer.resultNow());
                    }
                }
            }
            assertTrue(process.isAlive());
            assertEquals(400, post(client, uri, new byte[] {'{', '}'}), "an ordinary question");
        } finally {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static int post(HttpClient client, URI uri, byte[] body) throws Exception {
        var request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }
}

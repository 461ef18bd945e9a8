package mesh.k8s.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the sample app in a pod call its peer, from where it is: through the pod's proxy. */
final class Calls implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalPortForward forward;
    private final HttpClient http = HttpClient.newHttpClient();

    private Calls(LocalPortForward forward) {
        this.forward = forward;
    }

    static Calls from(InstalledMesh mesh, String namespace, String pod) {
        return new Calls(
                mesh.client().pods().inNamespace(namespace).withName(pod).portForward(8080));
    }

    /** One request to the app itself, and its answer as text. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path), BodyHandlers.ofString());
    }

    /**
     * Many requests of the app to its peer.
     * @param query as the sample app's /load takes it: {@code count=100&rate=50}
     */
    Answers load(String query) throws IOException, InterruptedException {
        var answers = new ArrayList<JsonNode>();
        var lines = http.send(request("/load?" + query), BodyHandlers.ofLines());
        if (lines.statusCode() != 200) {
            throw new IOException("/load?" + query + ": " + lines.statusCode() + " "
                    + lines.body().toList());
        }
        try (var body = lines.body()) {
            for (var line : (Iterable<String>) body::iterator) {
                answers.add(JSON.readTree(line));
            }
        }
        return new Answers(answers);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + forward.getLocalPort() + path))
                .build();
    }

    /** All replies of one load. */
    record Answers(List<JsonNode> all) {
        List<JsonNode> failed() {
            return all.stream()
                    .filter(reply -> reply.path("status").asInt() != 200)
                    .toList();
        }

        /** How many came from each version. */
        Map<String, Long> byVersion() {
            return all.stream()
                    .collect(Collectors.groupingBy(
                            reply -> reply.path("version").asText("none"), Collectors.counting()));
        }

        double share(String version) {
            return byVersion().getOrDefault(version, 0L) / (double) all.size();
        }

        @Override
        public String toString() {
            return all.size() + " answers " + byVersion() + ", failed: "
                    + failed().stream().limit(5).toList();
        }
    }

    @Override
    public void close() throws IOException {
        forward.close();
        http.close();
    }
}

package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mesh.controlplane.status.StatusPatch;

/** Sends one patch of a status to the API server, and says how that went. Waits for it, some seconds at most. */
record StatusSender(KubernetesClient client, InstantSource clock) implements StatusWriter.Sender {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String MERGE = "application/merge-patch+json"; // RFC 7386

    @Override
    public Answer send(StatusPatch patch) throws InterruptedException {
        var key = patch.claim().key();
        var resource = Resource.of(key.kind());
        var uri = client.getMasterUrl().toString().replaceFirst("/+$", "")
                + resource.path(key.name())
                + "/status?fieldManager=diymesh-controlplane";
        var body = client.getKubernetesSerialization().asJson(patch.body(clock.instant()));
        var request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(URI.create(uri))
                .method("PATCH", MERGE, body)
                .build();
        var sent = client.getHttpClient().sendAsync(request, String.class);
        try {
            return answer(sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Answer.none(Trouble.root(e));
        } catch (TimeoutException e) {
            sent.cancel(true);
            return Answer.none("the API server has not answered for %d s".formatted(PATIENCE.toSeconds()));
        }
    }

    private Answer answer(HttpResponse<String> response) {
        var reason = response.isSuccessful() ? "" : reason(response);
        return new Answer(response.code(), retryAfter(response), reason);
    }

    private String reason(HttpResponse<String> response) {
        var code = response.code() + ": ";
        try {
            var status = client.getKubernetesSerialization().unmarshal(response.body(), Status.class);
            return code + status.getMessage();
        } catch (RuntimeException e) {
            return code + response.body(); // of something between us and the API server
        }
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> response) {
        return Optional.ofNullable(response.header("Retry-After"))
                .filter(seconds -> seconds.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
}

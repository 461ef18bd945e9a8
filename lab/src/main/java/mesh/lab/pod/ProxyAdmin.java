package mesh.lab.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import mesh.lab.story.StoryPage;
import mesh.lab.story.Teller;
import mesh.lab.topology.Pod;
import mesh.lab.view.Failure;
import mesh.lab.view.Json;

/** The admin pages of one pod's proxy. */
public final class ProxyAdmin implements Teller {
    private static final Pattern OPEN = Pattern.compile("^mesh_connections_open\\{[^}]*} (\\S+)$", Pattern.MULTILINE);

    private final String pod;
    private final Pages pages;

    public ProxyAdmin(Pod pod) {
        this(pod.name(), Pages.inside(pod.namespace(), Pod.ADMIN_PORT));
    }

    /** @param pod its name, for messages */
    public ProxyAdmin(String pod, Pages pages) {
        this.pod = pod;
        this.pages = pages;
    }

    @Override
    public String pod() {
        return pod;
    }

    public boolean ready() {
        return pages.tryGet("/ready").map(PodHttp.Answer::ok).orElse(false);
    }

    /** Connections through it now, both directions; empty when it does not tell. */
    public OptionalLong openConnections() {
        var metrics = pages.tryGet("/metrics").map(PodHttp.Answer::body);
        var values = OPEN.matcher(metrics.orElse(""))
                .results()
                .mapToLong(match -> (long) Double.parseDouble(match.group(1)))
                .toArray();
        return values.length == 0
                ? OptionalLong.empty()
                : OptionalLong.of(java.util.Arrays.stream(values).sum());
    }

    /**
     * What a proxy knows of the mesh.
     *
     * @param connected whether the control plane is there
     * @param version that it routes by; null or empty: none yet
     * @param age since the control plane last confirmed it, such as {@code 3s}; null: never
     * @param problem why it is not connected, or could not use what it was told
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Discovery(boolean connected, String version, int services, String age, String problem) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Configuration(Discovery discovery) {}

    /** Empty when the proxy does not answer. */
    public Optional<Discovery> discovery() throws IOException {
        var answer = pages.tryGet("/config").filter(PodHttp.Answer::ok);
        return answer.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(
                        Json.parse(answer.get().body(), Configuration.class).discovery());
    }

    @Override
    public StoryPage stories(long after, int limit) throws IOException {
        try {
            var answer = pages.get("/stories?after=%d&limit=%d&open=%d".formatted(after, limit, limit));
            if (!answer.ok()) {
                throw new Failure("the proxy of %s answers %d: %s".formatted(pod, answer.status(), answer.body()));
            }
            return Json.parse(answer.body(), StoryPage.class);
        } catch (java.net.ConnectException | java.net.SocketTimeoutException e) {
            throw new Failure(
                    "the proxy of %s does not answer on port %d: %s. `./mesh status` shows whether it lives."
                            .formatted(pod, Pod.ADMIN_PORT, e.getMessage()),
                    e);
        }
    }
}

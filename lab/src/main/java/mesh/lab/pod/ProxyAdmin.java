package mesh.lab.pod;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import mesh.lab.story.StoryPage;
import mesh.lab.topology.Pod;
import mesh.lab.view.Failure;
import mesh.lab.view.Json;

/** The admin pages of one pod's proxy. */
public final class ProxyAdmin {
    private static final Pattern OPEN = Pattern.compile("^mesh_connections_open\\{[^}]*} (\\S+)$", Pattern.MULTILINE);

    private final Pod pod;

    public ProxyAdmin(Pod pod) {
        this.pod = pod;
    }

    public boolean ready() {
        return PodHttp.tryGet(pod.namespace(), url("/ready"))
                .map(PodHttp.Answer::ok)
                .orElse(false);
    }

    /** Connections through it now, both directions; empty when it does not tell. */
    public OptionalLong openConnections() {
        var metrics = PodHttp.tryGet(pod.namespace(), url("/metrics")).map(PodHttp.Answer::body);
        var values = OPEN.matcher(metrics.orElse(""))
                .results()
                .mapToLong(match -> (long) Double.parseDouble(match.group(1)))
                .toArray();
        return values.length == 0
                ? OptionalLong.empty()
                : OptionalLong.of(java.util.Arrays.stream(values).sum());
    }

    /** @param after the last seen, 0 for none */
    public StoryPage stories(long after, int limit) throws IOException {
        try {
            var answer = PodHttp.get(pod.namespace(), url("/stories?after=" + after + "&limit=" + limit));
            if (!answer.ok()) {
                throw new Failure(
                        "the proxy of %s answers %d: %s".formatted(pod.name(), answer.status(), answer.body()));
            }
            return Json.parse(answer.body(), StoryPage.class);
        } catch (java.net.ConnectException | java.net.SocketTimeoutException e) {
            throw new Failure(
                    "the proxy of %s does not answer on port %d: %s. `./mesh status` shows whether it lives."
                            .formatted(pod.name(), Pod.ADMIN_PORT, e.getMessage()),
                    e);
        }
    }

    private static String url(String page) {
        return "http://127.0.0.1:" + Pod.ADMIN_PORT + page;
    }
}

package mesh.controlplane.admin;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import mesh.controlplane.catalog.Condition;
import mesh.controlplane.snapshot.Snapshots;
import mesh.controlplane.stream.Watchers;

/** Pages for probes, Prometheus and people. They name pods and services, and nothing secret. */
public final class AdminPages {
    private static final String PAGES = "/ready /live /metrics /proxies /snapshot?namespace=NAMESPACE\n";

    private final Snapshots snapshots;
    private final Watchers watchers;
    private final Metrics metrics;

    public AdminPages(Snapshots snapshots, Watchers watchers) {
        this.snapshots = snapshots;
        this.watchers = watchers;
        metrics = new Metrics(snapshots, watchers);
    }

    public void describe(HttpRouting.Builder routing) {
        routing.get("/live", (request, response) -> text(response, Status.OK_200, "live\n"))
                .get("/ready", (request, response) -> ready(response, snapshots.condition()))
                .get("/metrics", this::metrics)
                .get(
                        "/proxies",
                        (request, response) -> json(response, Json.of(json -> Json.proxies(json, watchers.proxies()))))
                .get("/snapshot", this::snapshot)
                .any((request, response) -> text(response, Status.NOT_FOUND_404, "no such page; there are " + PAGES));
    }

    /** Once ready it stays so: what is known can be served, however long its source is away. */
    private static void ready(ServerResponse response, Condition condition) {
        var text = new StringBuilder(condition.complete() ? "ready" : "not ready: not everything has been read yet");
        if (condition.complete() && !condition.troubles().isEmpty()) {
            text.append(", but not everything can be read now; what was read last is served");
        }
        text.append('\n');
        condition.troubles().forEach(trouble -> text.append(trouble).append('\n'));
        condition.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        text(response, condition.complete() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, text.toString());
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        try {
            response.header(HeaderNames.CONTENT_TYPE, Metrics.CONTENT_TYPE).send(metrics.text());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write metrics into memory", e);
        }
    }

    private void snapshot(ServerRequest request, ServerResponse response) {
        var snapshot = snapshots.of(request.query().first("namespace").orElse("default"));
        json(response, Json.of(json -> Json.snapshot(json, snapshot, snapshots.problems())));
    }

    private static void json(ServerResponse response, byte[] json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json").send(json);
    }

    private static void text(ServerResponse response, Status status, String text) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send(text.getBytes(StandardCharsets.UTF_8));
    }
}

package mesh.lab.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import mesh.lab.pod.Pages;
import mesh.lab.pod.PodHttp;
import mesh.lab.topology.ControlPlane;
import mesh.lab.topology.Topology;
import mesh.lab.view.Failure;
import mesh.lab.view.Json;

/** The admin pages of the control plane. */
public final class ControlPlaneAdmin implements ControlPlaneView {
    private final Pages pages;

    public ControlPlaneAdmin(Topology topology) {
        this(Pages.inside(topology.node(), ControlPlane.ADMIN_PORT));
    }

    public ControlPlaneAdmin(Pages pages) {
        this.pages = pages;
    }

    /**
     * One connected proxy, as {@code /proxies} tells of it; times are ISO 8601.
     *
     * @param applied the version that it serves; null: none yet
     * @param newest the version that it should serve
     * @param rejected what it said of a step that it could not use; null: it used all
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Proxy(
            String pod,
            String namespace,
            String workload,
            String proxyVersion,
            String connectedAt,
            String heardAt,
            String applied,
            String appliedAt,
            String newest,
            boolean behind,
            JsonNode rejected) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Proxies(List<Proxy> proxies) {}

    /**
     * What proxies of one namespace are sent.
     *
     * @param problems what was refused: file, line and reason in one text
     * @param services in protobuf's JSON form
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Snapshot(String version, List<String> problems, List<JsonNode> services) {}

    public boolean ready() {
        return pages.tryGet("/ready").map(PodHttp.Answer::ok).orElse(false);
    }

    @Override
    public List<Proxy> proxies() throws IOException {
        return page("/proxies", Proxies.class).proxies();
    }

    @Override
    public Snapshot snapshot(String ofNamespace) throws IOException {
        return page("/snapshot?namespace=" + ofNamespace, Snapshot.class);
    }

    private <T> T page(String page, Class<T> type) throws IOException {
        var answer = answer(page);
        if (!answer.ok()) {
            throw new Failure(
                    "the control plane answers %s with %d: %s".formatted(page, answer.status(), answer.body()));
        }
        return Json.parse(answer.body(), type);
    }

    private PodHttp.Answer answer(String page) throws IOException {
        try {
            return pages.get(page);
        } catch (Failure e) {
            throw e;
        } catch (IOException e) {
            throw new Failure(
                    "the control plane does not answer on port %d of the node. Traffic goes on as the proxies last heard; `./mesh status` shows what runs."
                            .formatted(ControlPlane.ADMIN_PORT),
                    e);
        }
    }
}

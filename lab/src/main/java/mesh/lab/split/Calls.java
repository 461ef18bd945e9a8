package mesh.lab.split;

import java.net.URI;
import mesh.lab.pod.PodHttp;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Topology;
import mesh.lab.view.Json;

/**
 * Requests for app-a to make.
 *
 * @param service whom it calls
 * @param count how many
 * @param rate in a second; 0: as fast as answers come
 * @param reuse whether a connection carries more than one; then only requests can be balanced, and no connections
 */
public record Calls(String service, int count, int rate, boolean reuse) {
    /** What app-a does at most. */
    public static final int MOST = 10_000_000, FASTEST = 10_000; // requests; a second

    private static final int CONNECTIONS = 4;

    /** Has them made in the lab, as replies are asked for. */
    public Replies by(Topology topology) {
        return each -> PodHttp.lines(
                topology.pod("app-a").namespace(),
                "http://127.0.0.1:" + Pod.APP_PORT + page(),
                line -> each.accept(Json.parse(line, Reply.class)));
    }

    /**
     * Has them made by an app.
     *
     * @param app its page, from where this process is
     */
    public Replies by(URI app) {
        return each -> PodHttp.lines(app, line -> each.accept(Json.parse(line, Reply.class)));
    }

    /** Of app-a: answers with a line for each reply. */
    public String page() {
        return "/load?to=%s&count=%d&rate=%d&connections=%d&reuse=%d"
                .formatted(service, count, rate, CONNECTIONS, reuse ? 1 : 0);
    }
}

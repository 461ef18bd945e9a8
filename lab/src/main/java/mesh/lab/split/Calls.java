package mesh.lab.split;

import java.io.IOException;
import java.util.function.Consumer;
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

    /**
     * Makes them and hands over each reply as it comes.
     *
     * @throws IOException when app-a does not do it; what fails on the way to the service is a reply
     */
    public void make(Topology topology, Consumer<Reply> each) throws IOException {
        var page = "http://127.0.0.1:%d/load?to=%s&count=%d&rate=%d&connections=%d&reuse=%d"
                .formatted(Pod.APP_PORT, service, count, rate, CONNECTIONS, reuse ? 1 : 0);
        PodHttp.lines(topology.pod("app-a").namespace(), page, line -> each.accept(Json.parse(line, Reply.class)));
    }
}

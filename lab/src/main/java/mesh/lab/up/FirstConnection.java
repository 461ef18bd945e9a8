package mesh.lab.up;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.lab.pod.PodHttp;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.story.Journey;
import mesh.lab.story.Journeys;
import mesh.lab.story.Told;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Topology;
import mesh.lab.view.Failure;
import mesh.lab.view.Json;

/**
 * One real connection from app-a to app-b: what app-a says of its call, and what both proxies tell of it.
 *
 * @param call as app-a saw it
 */
public record FirstConnection(Topology topology, Call call, Journey journey) {
    private static final String CALL = "http://127.0.0.1:" + Pod.APP_PORT + "/call?path=/";
    private static final int WARM_UP_CALLS = 5;
    private static final int TRIES = 50;

    /** What {@code /call} of the sample app answers; its times are CLOCK_MONOTONIC. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Call(String url, int status, long startNanos, long endNanos, String body) {}

    /** Calls a few times to warm up, then once more, and finds that call in the proxies' stories. */
    public static FirstConnection make(Topology topology) throws IOException {
        var appA = topology.pods().getFirst();
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            call(appA);
        }
        for (int i = 0; i < TRIES; i++) {
            var call = call(appA);
            var journey = journey(topology, appA, call);
            if (journey.isPresent()) {
                return new FirstConnection(topology, call, journey.get());
            }
        }
        throw new Failure(
                "app-a calls app-b, but not through the mesh: no proxy tells of it. See `./mesh rules app-a`.");
    }

    private static Call call(Pod appA) throws IOException {
        var answer = PodHttp.get(appA.namespace(), CALL, "Accept", "application/json");
        var call = Json.parse(answer.body(), Call.class);
        if (call.status() != 200) {
            throw new Failure(
                    "app-a cannot call app-b through the mesh: %s. See `./mesh status`, and the logs in the pods' folders."
                            .formatted(call.body()));
        }
        return call;
    }

    /** The one journey of app-a within the time of the call; none while its story is not finished. */
    private static Optional<Journey> journey(Topology topology, Pod appA, Call call) throws IOException {
        var told = new ArrayList<Told>();
        for (var pod : topology.pods()) {
            new ProxyAdmin(pod).stories(0, 1000).stories().forEach(story -> told.add(new Told(pod.name(), story)));
        }
        List<Journey> within = Journeys.join(told).stream()
                .filter(journey ->
                        journey.outbound().isPresent() && journey.inbound().isPresent())
                .filter(journey -> journey.outbound().get().pod().equals(appA.name()))
                .filter(journey ->
                        journey.startNanos() - call.startNanos() >= 0 && journey.startNanos() - call.endNanos() <= 0)
                .toList();
        return within.size() == 1 ? Optional.of(within.getFirst()) : Optional.empty();
    }
}

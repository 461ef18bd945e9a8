package mesh.lab.up;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import mesh.lab.pod.PodHttp;
import mesh.lab.pod.Programs;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.story.Journey;
import mesh.lab.story.Journeys;
import mesh.lab.story.Told;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Topology;
import mesh.lab.view.Failure;
import mesh.lab.view.Json;

/**
 * One real request from app-a to app-b: what app-a says of its call, and what both proxies tell of it. One for which the
 * proxies had to connect to each other is looked for, so that every hop is in it.
 *
 * @param call as app-a saw it
 */
public record FirstConnection(Topology topology, Call call, Journey journey) {
    private static final String CALL = "http://127.0.0.1:" + Pod.APP_PORT + "/call?path=/";
    private static final int TRIES = 8;
    private static final Duration UNTIL_IDLE_CONNECTIONS_ARE_GONE =
            Programs.UPSTREAM_IDLE.multipliedBy(3).dividedBy(2);
    private static final int STORIES = 20;
    private static final Duration STORY_PATIENCE = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** What {@code /call} of the sample app answers; its times are CLOCK_MONOTONIC. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Call(String url, int status, long startNanos, long endNanos, String body) {}

    /** Needs a mesh that has carried some requests: the first ones mostly load classes in the proxies. */
    static FirstConnection make(Topology topology) throws IOException {
        var appA = topology.pods().getFirst();
        call(appA); // its first call loads the HTTP client's classes
        Optional<FirstConnection> found = Optional.empty();
        for (int i = 0; i < TRIES && !found.map(FirstConnection::isWhole).orElse(false); i++) {
            pause(UNTIL_IDLE_CONNECTIONS_ARE_GONE);
            var call = call(appA);
            var next = awaitJourney(topology, appA, call).map(journey -> new FirstConnection(topology, call, journey));
            found = next.isPresent() ? next : found;
        }
        return found.orElseThrow(() -> new Failure(
                "app-a calls app-b and is answered, but no proxy tells of it: its connections go past them."));
    }

    private boolean isWhole() {
        return journey.told().allMatch(told -> told.story().step("connected").isPresent());
    }

    private static Call call(Pod appA) throws IOException {
        var answer = PodHttp.get(appA.namespace(), CALL, "Accept", "application/json");
        var call = Json.parse(answer.body(), Call.class);
        if (call.status() != 200) {
            throw new Failure(
                    "app-a cannot call app-b through the mesh (status %d): %s".formatted(call.status(), call.body()));
        }
        return call;
    }

    /** A story is told when its connection has ended, and that is a little after the caller has its answer. */
    private static Optional<Journey> awaitJourney(Topology topology, Pod appA, Call call) throws IOException {
        long deadline = System.nanoTime() + STORY_PATIENCE.toNanos();
        var journey = journey(topology, appA, call);
        while (journey.isEmpty() && System.nanoTime() - deadline < 0) {
            pause(LOOK_AGAIN);
            journey = journey(topology, appA, call);
        }
        return journey;
    }

    /** The one journey of app-a that began within the time of the call: app-a's own loop may call as well. */
    private static Optional<Journey> journey(Topology topology, Pod appA, Call call) throws IOException {
        var told = new ArrayList<Told>();
        for (var pod : topology.pods()) {
            new ProxyAdmin(pod).stories(0, STORIES).all().forEach(story -> told.add(new Told(pod.name(), story)));
        }
        var within = Journeys.join(told).stream()
                .filter(journey ->
                        journey.outbound().isPresent() && journey.inbound().isPresent())
                .filter(journey -> journey.outbound().get().pod().equals(appA.name()))
                .filter(journey ->
                        journey.startNanos() - call.startNanos() >= 0 && journey.startNanos() - call.endNanos() <= 0)
                .toList();
        return within.size() == 1 ? Optional.of(within.getFirst()) : Optional.empty();
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}

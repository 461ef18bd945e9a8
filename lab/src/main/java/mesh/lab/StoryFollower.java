package mesh.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.story.Journey;
import mesh.lab.story.Journeys;
import mesh.lab.story.Told;

/**
 * Asks all proxies again and again for what ended since. A journey whose other half has not ended waits for it a
 * little, and is then told as it is.
 */
final class StoryFollower {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = Duration.ofMillis(600).toNanos();
    private static final int LIMIT = 1000;

    private final RunningMesh mesh;
    private final Optional<String> pod;
    private final BiConsumer<RunningMesh, Journey> print;
    private final Map<String, Long> seen = new HashMap<>();
    private final List<Told> open = new ArrayList<>();
    private final Journeys journeys = new Journeys();
    private List<Told> waiting = new ArrayList<>();

    StoryFollower(RunningMesh mesh, Optional<String> pod, BiConsumer<RunningMesh, Journey> print) {
        this.mesh = mesh;
        this.pod = pod;
        this.print = print;
    }

    /** Goes on until Ctrl-C, or until nobody reads any more. */
    int follow() throws IOException, InterruptedException {
        fetch();
        waiting.clear(); // what ended before is not what happens now
        while (!System.out.checkError()) {
            fetch();
            tell();
            Thread.sleep(LOOK_AGAIN);
        }
        return 0;
    }

    private void fetch() throws IOException {
        open.clear();
        for (var one : mesh.topology().pods()) {
            var page = new ProxyAdmin(one).stories(seen.getOrDefault(one.name(), 0L), LIMIT);
            page.stories().forEach(story -> waiting.add(new Told(one.name(), story)));
            page.open().forEach(story -> open.add(new Told(one.name(), story)));
            seen.put(one.name(), page.next());
        }
    }

    private void tell() {
        var later = new ArrayList<Told>();
        for (var journey :
                journeys.joined(Stream.concat(waiting.stream(), open.stream()).toList())) {
            if (!isWhole(journey) && !isOld(journey)) {
                journey.told().forEach(later::add);
            } else if (pod.isEmpty() || journey.concerns(pod.get())) {
                print.accept(mesh, journey);
            }
        }
        waiting = later;
    }

    private static boolean isWhole(Journey journey) {
        return journey.outbound().isPresent() && journey.inbound().isPresent();
    }

    private static boolean isOld(Journey journey) {
        return System.nanoTime() - journey.first().story().endNanos() > PATIENCE_NANOS;
    }
}

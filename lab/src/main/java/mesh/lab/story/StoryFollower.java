package mesh.lab.story;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Asks all proxies again and again for what ended since. A journey whose other half has not ended waits for it a
 * little, and is then told as it is.
 */
public final class StoryFollower {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = Duration.ofMillis(600).toNanos();
    private static final int LIMIT = 1000;

    private final Tellers tellers;
    private final Optional<String> pod;
    private final Consumer<Journey> print;
    private final Map<String, Long> seen = new HashMap<>();
    private final List<Told> open = new ArrayList<>();
    private final Journeys journeys = new Journeys();

    /** When each was first heard of, by our clock: the clocks of proxies may be those of other machines. */
    private final IdentityHashMap<Told, Long> heardNanos = new IdentityHashMap<>();

    private List<Told> waiting = new ArrayList<>();

    public StoryFollower(Tellers tellers, Optional<String> pod, Consumer<Journey> print) {
        this.tellers = tellers;
        this.pod = pod;
        this.print = print;
    }

    /** Goes on until Ctrl-C, or until nobody reads any more. */
    public int follow() throws IOException, InterruptedException {
        fetch();
        fetch(); // from those also whom the first named
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
        for (var one : List.copyOf(tellers.now())) {
            var page = one.stories(seen.getOrDefault(one.pod(), 0L), LIMIT);
            for (var story : page.stories()) {
                heard(new Told(one.pod(), story), waiting);
            }
            for (var story : page.open()) {
                heard(new Told(one.pod(), story), open);
            }
            seen.put(one.pod(), page.next());
        }
    }

    private void heard(Told told, List<Told> list) throws IOException {
        list.add(told);
        tellers.heard(told);
    }

    private void tell() {
        long now = System.nanoTime();
        waiting.forEach(told -> heardNanos.putIfAbsent(told, now));
        var later = new ArrayList<Told>();
        for (var journey :
                journeys.joined(Stream.concat(waiting.stream(), open.stream()).toList())) {
            if (!isWhole(journey) && now - heardNanos.getOrDefault(journey.first(), now) <= PATIENCE_NANOS) {
                journey.told().forEach(later::add);
            } else if (pod.isEmpty() || journey.concerns(pod.get())) {
                print.accept(journey);
            }
        }
        waiting = later;
        heardNanos.keySet().retainAll(later);
    }

    private static boolean isWhole(Journey journey) {
        return journey.outbound().isPresent() && journey.inbound().isPresent();
    }
}

package mesh.controlplane.snapshot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.proto.v1.WatchServicesResponse;

/**
 * The latest steps as messages. After a change nearly all proxies go from the same snapshot to the same one: the
 * difference is found once, and not once for each of them.
 */
final class Steps {
    private static final int REMEMBERED = 16;

    private record Way(String from, String to) {}

    private final Map<Way, List<WatchServicesResponse>> latest = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Way, List<WatchServicesResponse>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param from empty: the proxy has nothing that we know */
    synchronized List<WatchServicesResponse> between(Optional<Snapshot> from, Snapshot to) {
        var way = new Way(from.map(Snapshot::version).orElse(""), to.version());
        return latest.computeIfAbsent(
                way, absent -> List.copyOf(to.stepFrom(from).messages()));
    }
}

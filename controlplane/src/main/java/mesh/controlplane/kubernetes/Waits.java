package mesh.controlplane.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import mesh.controlplane.status.Claim;

/**
 * Which writes wait after failures, and for how long. An API server that is away concerns all, a role that forbids a kind
 * concerns that kind, anything else one object. Not safe for threads.
 */
final class Waits {
    static final Duration FIRST = Duration.ofMillis(250);

    private static final int MOST_DOUBLINGS = 8; // 64 s after 250 ms

    private static final String ALL = "anything";

    /**
     * @param told whether anybody was told of it: of a conflict nobody is
     * @param dueNanos of {@link System#nanoTime}
     */
    private record Failed(int times, String reason, boolean told, long dueNanos) {}

    private final Duration first;
    private final Map<Object, Failed> failed = new HashMap<>(); // by what it concerns

    Waits(Duration first) {
        this.first = first;
    }

    /** Zero: it may be written now. */
    Duration left(Claim.Key key, long nowNanos) {
        return scopes(key)
                .map(failed::get)
                .filter(failure -> failure != null)
                .map(failure -> Duration.ofNanos(Math.max(0, failure.dueNanos - nowNanos)))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Stream<Object> scopes(Claim.Key key) {
        return Stream.of(ALL, key.kind(), key);
    }

    /** @return whether it is to be told: it failed for another reason than last time */
    boolean failed(Claim.Key key, Answer answer, long nowNanos) {
        var scope = switch (answer.scope()) {
            case OBJECT -> key;
            case KIND -> key.kind();
            case ALL -> ALL;
        };
        var before = failed.get(scope);
        int times = before == null ? 0 : Math.min(before.times + 1, MOST_DOUBLINGS);
        var wait = first.multipliedBy(1L << times);
        var asked = answer.retryAfter().orElse(Duration.ZERO);
        var longer = wait.compareTo(asked) > 0 ? wait : asked;
        boolean isNew = before == null || !before.reason.equals(answer.reason());
        boolean told = !answer.isConflict() || (before != null && before.told);
        failed.put(scope, new Failed(times, answer.reason(), told, nowNanos + longer.toNanos()));
        return isNew && !answer.isConflict();
    }

    /** @return whom the failures concerned that were told of and are over now */
    List<String> succeeded(Claim.Key key) {
        var over = new ArrayList<String>();
        scopes(key).forEach(scope -> {
            var before = failed.remove(scope);
            if (before != null && before.told) {
                over.add(scope.toString());
            }
        });
        return over;
    }

    /** What need not be written any more need not wait. */
    void forgetAllBut(Set<Claim.Key> keys) {
        failed.keySet().removeIf(scope -> scope instanceof Claim.Key key && !keys.contains(key));
    }
}

package mesh.proxy.cluster;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** One cluster as one carrier sees it, over all versions of its endpoints. */
final class ClusterLoads {
    /** How strictly it is chosen; each step is taken when the one before leaves nobody. */
    private enum Strictness {
        /** Healthy, not tried yet by this request, and, if it is new, within its share. */
        FULL,
        /** It may be new: better somebody new than who has failed this request already. */
        UNTRIED,
        /** It may have been tried. */
        HEALTHY,
        /** It may have been ejected: a guess is better than a refusal. */
        SERVING
    }

    private static final Strictness[] STRICTNESS = Strictness.values();

    private final RandomGenerator random;
    private final LongSupplier clock;
    private final InstantSource wall;
    private Cluster cluster;
    private Load[] loads = {};
    private int[] everybody = {};
    private int[] some = {};
    private int[] eligible = {}; // the one or the other
    private boolean allAlike;
    private int turn;

    ClusterLoads(RandomGenerator random, LongSupplier clock, InstantSource wall) {
        this.random = random;
        this.clock = clock;
        this.wall = wall;
    }

    long now() {
        return clock.getAsLong();
    }

    Policy policy() {
        return cluster.policy();
    }

    @SuppressWarnings("ReferenceEquality") // the same instance as long as nothing changed: a look at each request
    synchronized Load pick(Cluster newest, List<Endpoint> tried) {
        if (newest != cluster) {
            update(newest);
        }
        if (loads.length <= 1) {
            return loads.length == 0 ? null : loads[0];
        }
        long now = now();
        int count = eligible(tried, now);
        return switch (cluster.policy().balancing()) {
            case ROUND_ROBIN -> loads[eligible[Math.floorMod(turn++, count)]];
            case PEAK_EWMA, LEAST_REQUEST -> betterOfTwo(count, now);
        };
    }

    /** Endpoints that stay keep what is known of them; an address that another pod has now starts anew. */
    private void update(Cluster newest) {
        var known = new HashMap<String, Load>();
        for (var load : loads) {
            known.put(identity(load.endpoint()), load);
        }
        cluster = newest;
        loads = newest.endpoints().stream()
                .map(endpoint -> {
                    var load = known.get(identity(endpoint));
                    return load == null ? new Load(endpoint, this) : load.now(endpoint);
                })
                .toArray(Load[]::new);
        some = new int[loads.length];
        everybody = new int[loads.length];
        Arrays.setAll(everybody, i -> i);
        allAlike = newest.policy().slowStart().isZero()
                && newest.policy().consecutiveFailures() == 0
                && newest.endpoints().stream().noneMatch(Endpoint::draining);
    }

    private static String identity(Endpoint endpoint) {
        return endpoint.address() + " " + endpoint.pod();
    }

    /** Whether one more may be ejected: of several endpoints always one. */
    boolean mayEject(long now) {
        long ejected = Arrays.stream(loads).filter(load -> load.isEjected(now)).count();
        return (ejected + 1) * 100 <= (long) cluster.policy().maxEjectionPercent() * loads.length
                || (ejected == 0 && loads.length > 1);
    }

    private Load betterOfTwo(int count, long now) {
        int one = random.nextInt(count);
        if (count == 1) {
            return loads[eligible[one]];
        }
        int other = random.nextInt(count - 1);
        return better(loads[eligible[one]], loads[eligible[other >= one ? other + 1 : other]], now);
    }

    private Load better(Load one, Load other, long now) {
        boolean first = cluster.policy().balancing() == Policy.Balancing.LEAST_REQUEST
                ? one.inFlight() <= other.inFlight()
                : one.cost(now) <= other.cost(now);
        return first ? one : other;
    }

    /**
     * Finds out who may be chosen: at last anybody, draining or not.
     *
     * @return how many; they stand in {@link #eligible}
     */
    private int eligible(List<Endpoint> tried, long now) {
        eligible = some;
        boolean choosy = !allAlike || !tried.isEmpty();
        for (int i = 0; choosy && i < STRICTNESS.length; i++) {
            int count = count(STRICTNESS[i], tried, now);
            if (count > 0) {
                return count;
            }
        }
        eligible = everybody;
        return everybody.length;
    }

    private int count(Strictness strictness, List<Endpoint> tried, long now) {
        int count = 0;
        for (int i = 0; i < loads.length; i++) {
            if (isEligible(loads[i], tried, now, strictness)) {
                some[count++] = i;
            }
        }
        return count;
    }

    private boolean isEligible(Load load, List<Endpoint> tried, long now, Strictness strictness) {
        if (load.endpoint().draining()) {
            return false;
        }
        return switch (strictness) {
            case FULL -> !load.isEjected(now) && !tried.contains(load.endpoint()) && isWithinItsShare(load);
            case UNTRIED -> !load.isEjected(now) && !tried.contains(load.endpoint());
            case HEALTHY -> !load.isEjected(now);
            case SERVING -> true;
        };
    }

    /** A new endpoint is left out of most choices at first, and of fewer and fewer. */
    private boolean isWithinItsShare(Load load) {
        var slowStart = cluster.policy().slowStart();
        return slowStart.isZero() || random.nextDouble() < load.share(slowStart, wall.instant());
    }
}

package mesh.proxy.cluster;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** One cluster as one carrier sees it, over all versions of its endpoints. */
final class ClusterLoads {
    /** Draws that may fall on somebody who does not get the request, before the list is looked through. */
    private static final int DRAWS = 4;

    private final RandomGenerator random;
    private final LongSupplier clock;
    private Cluster cluster;
    private Load[] loads = {};
    private int[] eligible = {};
    private int next;

    ClusterLoads(RandomGenerator random, LongSupplier clock) {
        this.random = random;
        this.clock = clock;
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
        if (loads.length == 0) {
            return null;
        }
        long now = now();
        return switch (cluster.policy().balancing()) {
            case ROUND_ROBIN -> nextInTurn(tried, now);
            case PEAK_EWMA, LEAST_REQUEST -> betterOfTwo(tried, now);
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
        eligible = new int[loads.length];
    }

    private static String identity(Endpoint endpoint) {
        return endpoint.address() + " " + endpoint.pod();
    }

    boolean mayEject(long now) {
        long ejected = Arrays.stream(loads).filter(load -> load.isEjected(now)).count();
        return (ejected + 1) * 100 <= (long) cluster.policy().maxEjectionPercent() * loads.length
                || (ejected == 0 && loads.length > 1);
    }

    private Load nextInTurn(List<Endpoint> tried, long now) {
        int count = eligible(tried, now);
        for (int i = 0; i < DRAWS; i++) {
            var load = loads[eligible[Math.floorMod(next++, count)]];
            if (getsItsShare(load)) {
                return load;
            }
        }
        return loads[eligible[Math.floorMod(next++, count)]];
    }

    private Load betterOfTwo(List<Endpoint> tried, long now) {
        if (loads.length == 1) {
            return loads[0];
        }
        int count = eligible(tried, now);
        int one = draw(count);
        if (count == 1) {
            return loads[eligible[one]];
        }
        int other = draw(count - 1);
        other = other >= one ? other + 1 : other;
        return better(loads[eligible[one]], loads[eligible[other % count]]);
    }

    private int draw(int count) {
        int drawn = random.nextInt(count);
        for (int i = 0; i < DRAWS && !getsItsShare(loads[eligible[drawn]]); i++) {
            drawn = random.nextInt(count);
        }
        return drawn;
    }

    private Load better(Load one, Load other) {
        boolean first = cluster.policy().balancing() == Policy.Balancing.LEAST_REQUEST
                ? one.inFlight() <= other.inFlight()
                : one.cost() <= other.cost();
        return first ? one : other;
    }

    private boolean getsItsShare(Load load) {
        var slowStart = cluster.policy().slowStart();
        return slowStart.isZero() || random.nextDouble() < load.share(slowStart, Instant.now());
    }

    /**
     * Who may be chosen, in {@link #eligible}: healthy ones that were not tried; if there are none, those that were;
     * then ejected ones, since a guess is better than a refusal; then draining ones. @return how many, at least 1
     */
    private int eligible(List<Endpoint> tried, long now) {
        for (int leniency = 0; leniency < 3; leniency++) {
            int count = 0;
            for (int i = 0; i < loads.length; i++) {
                if (isEligible(loads[i], tried, now, leniency)) {
                    eligible[count++] = i;
                }
            }
            if (count > 0) {
                return count;
            }
        }
        Arrays.setAll(eligible, i -> i);
        return loads.length;
    }

    private static boolean isEligible(Load load, List<Endpoint> tried, long now, int leniency) {
        return !load.endpoint().draining()
                && (leniency > 1 || !load.isEjected(now))
                && (leniency > 0 || tried.isEmpty() || !tried.contains(load.endpoint()));
    }
}

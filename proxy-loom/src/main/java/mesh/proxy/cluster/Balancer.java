package mesh.proxy.cluster;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Chooses endpoints, on one carrier. What it learns of an endpoint outlives the versions in which the mesh is told.
 * Locks are free on a carrier of our own, where one thread comes at a time.
 */
public final class Balancer {
    /** Clusters of which something is remembered; those that were not asked for longest go. */
    private static final int REMEMBERED = 4096;

    private final RandomGenerator random;
    private final LongSupplier clock;
    private final InstantSource wall;
    private final Map<Cluster.Key, ClusterLoads> clusters = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Cluster.Key, ClusterLoads> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param clock as {@link System#nanoTime()} */
    public Balancer(RandomGenerator random, LongSupplier clock) {
        this(random, clock, InstantSource.system());
    }

    Balancer(RandomGenerator random, LongSupplier clock, InstantSource wall) {
        this.random = random;
        this.clock = clock;
        this.wall = wall;
    }

    /**
     * @param tried endpoints that this request has tried already: others are preferred
     * @return null when the cluster has no endpoint
     */
    public Load pick(Cluster cluster, List<Endpoint> tried) {
        return loads(cluster.key()).pick(cluster, tried);
    }

    private synchronized ClusterLoads loads(Cluster.Key key) {
        var loads = clusters.get(key);
        if (loads == null) {
            loads = new ClusterLoads(random, clock, wall);
            clusters.put(key, loads);
        }
        return loads;
    }
}

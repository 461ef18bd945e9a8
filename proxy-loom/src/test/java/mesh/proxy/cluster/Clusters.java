package mesh.proxy.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import mesh.proxy.cluster.Policy.Balancing;

/** Clusters of a test, and a balancer whose clock it moves. */
final class Clusters {
    static final long SECOND = 1_000_000_000;

    long now = 1_000 * SECOND;
    final Balancer balancer =
            new Balancer(new SplittableRandom(7), () -> now, (InstantSource) () -> Instant.ofEpochSecond(0, now));

    static Policy policy(Balancing balancing) {
        return new Policy(balancing, Duration.ZERO, 0, Duration.ofSeconds(30), 10, 0, 20, 1);
    }

    static Policy ejecting(int failures, int maxPercent) {
        return new Policy(Balancing.ROUND_ROBIN, Duration.ZERO, failures, Duration.ofSeconds(30), maxPercent, 0, 20, 1);
    }

    static Cluster cluster(Policy policy, int endpoints) {
        return cluster(
                policy,
                IntStream.range(0, endpoints).mapToObj(Clusters::endpoint).toList());
    }

    static Cluster cluster(Policy policy, List<Endpoint> endpoints) {
        return Cluster.of(new ServiceName("default", "app-b"), 80, endpoints, policy);
    }

    static Endpoint endpoint(int n) {
        return endpoint(n, false, null);
    }

    static Endpoint endpoint(int n, boolean draining, Instant readySince) {
        return new Endpoint(new InetSocketAddress("10.77.0." + n, 80), "pod-" + n, "app-b", "v1", draining, readySince);
    }

    /** How often each of the endpoints is chosen, when each takes so many nanoseconds. */
    int[] chosen(Cluster cluster, int times, long... took) {
        var counts = new int[cluster.endpoints().size()];
        for (int i = 0; i < times; i++) {
            var load = balancer.pick(cluster, List.of());
            int index = cluster.endpoints().indexOf(load.endpoint());
            counts[index]++;
            load.started();
            now += took[index];
            load.finished(took[index], false);
        }
        return counts;
    }
}

package mesh.bench.micro;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mesh.proxy.cluster.Balancer;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.Endpoint;
import mesh.proxy.cluster.Load;
import mesh.proxy.cluster.Policy;
import mesh.proxy.cluster.ServiceName;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An endpoint is chosen, its request begins and ends: what balancing costs a request. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickBenchmark {
    @Param({"2", "10", "100"})
    public int endpoints;

    @Param({"PEAK_EWMA", "ROUND_ROBIN", "LEAST_REQUEST"})
    public Policy.Balancing balancing;

    private final Balancer balancer = new Balancer(new SplittableRandom(), System::nanoTime);
    private Cluster cluster;

    @Setup
    public void make() {
        var standard = Policy.DEFAULT;
        var policy = new Policy(
                balancing,
                standard.slowStart(),
                standard.consecutiveFailures(),
                standard.baseEjection(),
                standard.maxEjectionPercent(),
                standard.maxRequests(),
                standard.retryPercent(),
                standard.minRetriesPerSecond());
        var pods = IntStream.range(0, endpoints)
                .mapToObj(i -> new Endpoint(
                        new InetSocketAddress("10.77.1." + i, 8080), "app-b-" + i, "app-b", "v1", false, null))
                .toList();
        cluster = Cluster.of(new ServiceName("default", "app-b"), 80, pods, policy);
    }

    @Benchmark
    public Load pick() {
        var load = balancer.pick(cluster, List.of());
        load.started();
        load.finished(1_000_000, false);
        return load;
    }
}

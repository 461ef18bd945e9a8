package mesh.lab.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mesh.lab.control.Rollout;
import mesh.lab.control.RouteStore;
import mesh.lab.control.Weights;
import mesh.lab.split.Calls;
import mesh.lab.split.Replies;
import mesh.lab.topology.Pod;
import mesh.lab.view.Failure;

/** Where a canary is in a cluster: its route, the proxies that follow it, and the requests that it moves. */
public final class CanaryInCluster implements AutoCloseable {
    private static final String SAMPLE = "app-a";

    private final Cluster cluster;
    private final List<MeshedPod> pods;

    private CanaryInCluster(Cluster cluster, List<MeshedPod> pods) {
        this.cluster = cluster;
        this.pods = pods;
    }

    public static CanaryInCluster open(ClusterOptions options) throws IOException {
        var cluster = options.open();
        try {
            return new CanaryInCluster(
                    cluster,
                    new MeshedPods(cluster)
                            .in(cluster.namespace()).stream()
                                    .filter(MeshedPod::isReady)
                                    .toList());
        } catch (IOException e) {
            cluster.close();
            throw e;
        }
    }

    public RouteStore routes() {
        return new ClusterRoutes(cluster);
    }

    public Rollout.Applied await(Weights weights) throws IOException {
        try (var controlPlanes = ControlPlanes.open(cluster)) {
            return new Rollout(controlPlanes, cluster.namespace()).awaitConnected(weights);
        }
    }

    /** Whose requests are shown, for people. */
    public String whose(Calls calls) {
        return sample().isPresent()
                ? "%d requests of the sample %s".formatted(calls.count(), SAMPLE)
                : "requests that pass the %d proxies of namespace %s".formatted(pods.size(), cluster.namespace());
    }

    /** Uses replies while what they come through is open. */
    @FunctionalInterface
    public interface Use<T> {
        T of(Replies replies) throws IOException;
    }

    /**
     * The sample app-a makes requests when it is asked to, and knows who answered. Anybody else's requests are only counted
     * as they pass by.
     *
     * @param length how long to count
     */
    public <T> T replies(Calls calls, Duration length, Use<T> use) throws IOException {
        var sample = sample();
        if (sample.isPresent()) {
            return ofSample(sample.get(), calls, use);
        }
        try (var passing = PassingRequests.of(cluster, pods, cluster.namespace() + "/" + calls.service(), length)) {
            return use.of(passing);
        }
    }

    private <T> T ofSample(MeshedPod sample, Calls calls, Use<T> use) throws IOException {
        try (var app = PodPages.open(cluster, sample.namespace(), sample.name(), Pod.APP_PORT)) {
            return use.of(calls.by(app.url(calls.page())));
        } catch (Failure e) {
            throw e;
        } catch (IOException e) {
            throw new Failure(
                    "pod %s, which was making the requests, broke off: %s. Is it being replaced? kubectl get pod -n %s %s"
                            .formatted(sample.name(), e.getMessage(), sample.namespace(), sample.name()),
                    e);
        }
    }

    private Optional<MeshedPod> sample() {
        return pods.stream()
                .filter(pod -> pod.workload().equals(SAMPLE))
                .filter(pod -> pod.container("app")
                        .filter(app -> app.getImage().contains("sample-app"))
                        .isPresent())
                .findFirst();
    }

    @Override
    public void close() {
        cluster.close();
    }
}

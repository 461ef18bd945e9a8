package mesh.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import mesh.lab.control.ControlPlaneAdmin.Proxy;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Service;
import mesh.lab.topology.Topology;
import mesh.lab.view.Failure;

/** Waits until weights that were written are what every connected proxy routes by. */
public final class Rollout {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final ControlPlaneView controlPlane;
    private final String namespace;

    /** In the lab. */
    public Rollout(Topology topology) {
        this(new ControlPlaneAdmin(topology), Service.NAMESPACE);
    }

    /** @param namespace of the route, and of the service that it is for */
    public Rollout(ControlPlaneView controlPlane, String namespace) {
        this.controlPlane = controlPlane;
        this.namespace = namespace;
    }

    /**
     * The end of a rollout.
     *
     * @param version that all of them applied
     */
    public record Applied(String version, int proxies) {}

    /** Whose proxies must have heard of it, by what the control plane says now. */
    @FunctionalInterface
    private interface Followers {
        List<String> in(List<Proxy> proxies);
    }

    /**
     * @param pods those whose proxies must have heard of it
     * @throws Failure naming who does not follow, and what the control plane refused
     */
    public Applied await(Weights weights, List<Pod> pods) throws IOException {
        var names = pods.stream().map(Pod::name).toList();
        return await(weights, (Followers) _ -> names);
    }

    /**
     * The same for the proxies of the namespace that are connected, whichever they are: pods come and go.
     *
     * @throws Failure likewise
     */
    public Applied awaitConnected(Weights weights) throws IOException {
        return await(weights, (Followers) this::ofNamespace);
    }

    private List<String> ofNamespace(List<Proxy> proxies) {
        return proxies.stream()
                .filter(proxy -> proxy.namespace().equals(namespace))
                .map(Proxy::pod)
                .toList();
    }

    private Applied await(Weights weights, Followers pods) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var applied = applied(weights, pods);
        while (applied.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new Failure("after %d s not every proxy routes by the new weights: %s"
                        .formatted(PATIENCE.toSeconds(), whatIsMissing(weights, pods)));
            }
            pause();
            applied = applied(weights, pods);
        }
        return applied.get();
    }

    private Optional<Applied> applied(Weights weights, Followers followers) throws IOException {
        var snapshot = controlPlane.snapshot(namespace);
        var proxies = controlPlane.proxies();
        var current = proxies.stream()
                .filter(proxy -> proxy.namespace().equals(namespace))
                .filter(proxy -> snapshot.version().equals(proxy.applied()))
                .map(Proxy::pod)
                .toList();
        var pods = followers.in(proxies);
        boolean all = says(snapshot, weights) && current.containsAll(pods);
        return all ? Optional.of(new Applied(snapshot.version(), pods.size())) : Optional.empty();
    }

    /** Whether the control plane has read the new weights. */
    private boolean says(ControlPlaneAdmin.Snapshot snapshot, Weights weights) {
        return snapshot.services().stream()
                .filter(service -> service.at("/name/name").asText().equals(weights.stable())
                        && service.at("/name/namespace").asText().equals(namespace))
                .flatMap(service -> list(service.path("routes")).stream())
                .map(route -> list(route.at("/rules/0/backends")))
                .anyMatch(backends -> weight(backends, weights.stable()) == weights.stableWeight()
                        && weight(backends, weights.canary()) == weights.canaryWeight());
    }

    private static int weight(List<JsonNode> backends, String service) {
        return backends.stream()
                .filter(backend -> backend.path("service").asText().equals(service))
                .mapToInt(backend -> backend.path("weight").asInt(0)) // protobuf's JSON leaves a 0 out
                .findFirst()
                .orElse(-1);
    }

    private String whatIsMissing(Weights weights, Followers followers) throws IOException {
        var snapshot = controlPlane.snapshot(namespace);
        if (!says(snapshot, weights)) {
            return "the control plane does not serve them. Refused: "
                    + (snapshot.problems().isEmpty() ? "nothing" : String.join("; ", snapshot.problems()));
        }
        var connected = controlPlane.proxies();
        return followers.in(connected).stream()
                .flatMap(pod -> behind(pod, snapshot.version(), connected).stream())
                .collect(Collectors.joining("; "));
    }

    private static Optional<String> behind(String pod, String version, List<Proxy> connected) {
        var proxy = connected.stream().filter(one -> one.pod().equals(pod)).findFirst();
        if (proxy.isEmpty()) {
            return Optional.of("the proxy of " + pod + " is not connected");
        }
        return proxy.filter(one -> !version.equals(one.applied()))
                .map(one -> "the proxy of %s has applied %s of %s%s"
                        .formatted(
                                pod,
                                one.applied(),
                                version,
                                one.rejected() == null || one.rejected().isNull()
                                        ? ""
                                        : ", it says " + one.rejected()));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}

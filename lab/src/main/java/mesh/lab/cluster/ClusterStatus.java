package mesh.lab.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.lab.control.ControlPlaneAdmin.Proxy;

/**
 * How the mesh is in a cluster now.
 *
 * @param namespace of the pods; null: all
 * @param trouble of the control plane
 * @param problems manifests that the control plane refused
 */
record ClusterStatus(
        String cluster, String namespace, List<String> trouble, List<String> problems, List<PodStatus> pods) {
    /**
     * @param proxyVersion as it said when it connected; else that of the mesh that injected it
     * @param restarts of the proxy
     * @param proxy as the control plane knows it; null: not connected
     * @param services that it was told of; null when not known
     */
    record PodStatus(
            String namespace,
            String pod,
            String workload,
            String proxyVersion,
            boolean ready,
            int restarts,
            Proxy proxy,
            Integer services) {
        @JsonProperty
        boolean connected() {
            return proxy != null;
        }

        private boolean isWell() {
            return ready && connected() && !proxy.behind();
        }
    }

    /** @param namespace empty: all */
    static ClusterStatus of(Cluster cluster, Optional<String> namespace) throws IOException {
        var meshed = new MeshedPods(cluster);
        var pods = namespace.isPresent() ? meshed.in(namespace.get()) : meshed.everywhere();
        try (var controlPlanes = ControlPlanes.open(cluster)) {
            var view = controlPlanes.areAway()
                    ? new Told(List.of(), List.of(), Map.of())
                    : Told.by(controlPlanes, namespace, pods);
            return new ClusterStatus(
                    cluster.url(),
                    namespace.orElse(null),
                    controlPlanes.trouble(),
                    view.problems,
                    pods.stream().map(view::of).toList());
        }
    }

    /** What the control plane tells, and only needs to be asked once for. */
    private record Told(List<Proxy> proxies, List<String> problems, Map<String, Integer> services) {
        static Told by(ControlPlanes planes, Optional<String> namespace, List<MeshedPod> pods) throws IOException {
            var services = new HashMap<String, Integer>();
            List<String> problems =
                    planes.snapshot(namespace.orElse(Cluster.MESH_NAMESPACE)).problems();
            for (var one : pods.stream().map(MeshedPod::namespace).distinct().toList()) {
                services.put(one, planes.snapshot(one).services().size());
            }
            return new Told(planes.proxies(), new ArrayList<>(problems), services);
        }

        PodStatus of(MeshedPod pod) {
            var proxy = proxies.stream()
                    .filter(one ->
                            one.namespace().equals(pod.namespace()) && one.pod().equals(pod.name()))
                    .findFirst();
            return new PodStatus(
                    pod.namespace(),
                    pod.name(),
                    pod.workload(),
                    proxy.map(Proxy::proxyVersion).or(pod::injected).orElse("?"),
                    pod.isReady(),
                    pod.restarts(),
                    proxy.orElse(null),
                    services.get(pod.namespace()));
        }
    }

    @JsonProperty
    boolean allWell() {
        return trouble.isEmpty() && problems.isEmpty() && pods.stream().allMatch(PodStatus::isWell);
    }
}

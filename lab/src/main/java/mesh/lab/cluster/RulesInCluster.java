package mesh.lab.cluster;

import java.io.IOException;
import java.util.List;
import mesh.lab.rules.PodRules;
import mesh.lab.view.Failure;

/** {@code rules} in a cluster. */
public final class RulesInCluster {
    private RulesInCluster() {}

    /**
     * Of both address families, and of whichever backend holds them.
     *
     * @param addContainer whether to add a debug container to a pod that has none
     * @throws Failure when there is no container to list them in, or none of our rules is there
     */
    public static List<PodRules> of(ClusterOptions options, String name, boolean addContainer) throws IOException {
        try (var cluster = options.open()) {
            var pod = new MeshedPods(cluster).named(name);
            var debug = new DebugContainer(cluster, pod);
            var container = debug.running();
            if (container.isEmpty() && !addContainer) {
                throw new Failure(
                        ("pod %s has no container %s to list its rules in, and the proxy's cannot do it: it is not root. Add one"
                                        + " to this pod with --debug, or for good with the annotation diy-service-mesh/debug:"
                                        + " \"true\". Without this command it is:\n  %s")
                                .formatted(pod.name(), MeshedPod.DEBUG, debug.command()));
            }
            var rules =
                    PodRules.of(new InContainer(cluster, pod, container.isPresent() ? container.get() : debug.add()));
            if (rules.isEmpty()) {
                throw new Failure(
                        "pod %s has no rules of ours: nothing is redirected there. Its init container tells why: kubectl logs -n %s %s -c %s"
                                .formatted(pod.name(), pod.namespace(), pod.name(), MeshedPod.NETINIT));
            }
            return rules;
        }
    }
}

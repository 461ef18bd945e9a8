package mesh.lab.cluster.uninstall;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import mesh.lab.cluster.Cluster;
import mesh.lab.cluster.MeshedPod;
import mesh.lab.cluster.MeshedPods;
import mesh.lab.cluster.Owner;

/**
 * A workload whose pods still carry a sidecar. They go on as their proxies last heard, until they are made anew.
 *
 * @param restart the command for that
 */
public record Left(String namespace, String workload, String restart) {
    /** @param gone namespaces whose pods are being removed */
    public static List<Left> in(Cluster cluster, Set<String> gone) throws IOException {
        return new MeshedPods(cluster)
                .everywhere().stream()
                        .filter(pod -> !gone.contains(pod.namespace()))
                        .map(Left::of)
                        .distinct()
                        .toList();
    }

    private static Left of(MeshedPod pod) {
        var owner = Owner.of(pod.pod());
        return new Left(pod.namespace(), owner.toString(), owner.restart(pod.namespace()));
    }
}

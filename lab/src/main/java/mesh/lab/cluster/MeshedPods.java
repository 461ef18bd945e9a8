package mesh.lab.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import mesh.lab.view.Failure;

/** Finds pods that are meshed. */
public record MeshedPods(Cluster cluster) {
    private static final Comparator<MeshedPod> ORDER =
            Comparator.comparing(MeshedPod::namespace).thenComparing(MeshedPod::name);

    public List<MeshedPod> in(String namespace) throws Failure {
        return meshed(cluster.ask(
                client -> client.pods().inNamespace(namespace).list().getItems()));
    }

    public List<MeshedPod> everywhere() throws Failure {
        return meshed(
                cluster.ask(client -> client.pods().inAnyNamespace().list().getItems()));
    }

    /** Everywhere, or in the one namespace if only that may be seen. */
    List<MeshedPod> asFarAsAllowed() throws Failure {
        try {
            return everywhere();
        } catch (Failure e) {
            if (ClusterFailure.isForbidden(e)) {
                return in(cluster.namespace());
            }
            throw e;
        }
    }

    private static List<MeshedPod> meshed(List<Pod> pods) {
        return pods.stream()
                .filter(MeshedPod::is)
                .map(MeshedPod::new)
                .filter(pod -> !pod.isOver())
                .sorted(ORDER)
                .toList();
    }

    /**
     * The pod of that name; or, as it is easier to write, one of the workload of that name, a ready one first.
     *
     * @throws Failure when there is none that is meshed
     */
    public MeshedPod named(String name) throws Failure {
        var here = in(cluster.namespace());
        return here.stream()
                .filter(pod -> pod.name().equals(name) || pod.workload().equals(name))
                .min(Comparator.comparing((MeshedPod pod) -> !pod.name().equals(name))
                        .thenComparing(pod -> !pod.isReady()))
                .orElseThrow(() -> missing(name, here));
    }

    private Failure missing(String name, List<MeshedPod> here) {
        var others = here.isEmpty()
                ? "No pod there is meshed; `./mesh check` says why."
                : "Meshed are: " + here.stream().map(MeshedPod::name).collect(Collectors.joining(", "));
        return new Failure(
                isThere(name)
                        ? ("pod %s in namespace %s is not meshed: it has no container %s. It must be made anew with the annotation"
                                        + " diy-service-mesh/inject: \"true\", on it or on its namespace. %s")
                                .formatted(name, cluster.namespace(), MeshedPod.PROXY, others)
                        : "no pod and no workload '%s' in namespace %s. %s"
                                .formatted(name, cluster.namespace(), others));
    }

    private boolean isThere(String name) {
        return cluster.client()
                        .pods()
                        .inNamespace(cluster.namespace())
                        .withName(name)
                        .get()
                != null;
    }
}

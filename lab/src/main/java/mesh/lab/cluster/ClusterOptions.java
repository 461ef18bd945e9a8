package mesh.lab.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster, and which namespace of it. A command that knows the lab too goes to a cluster when one is given. */
public final class ClusterOptions {
    @Option(
            names = "--context",
            paramLabel = "NAME",
            order = 90,
            description = "of the kubeconfig: go to that cluster instead of the lab")
    private Optional<String> context = Optional.empty();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            order = 91,
            description = "in the cluster; the context's own when only --context or --kubeconfig is given")
    private Optional<String> namespace = Optional.empty();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            order = 92,
            description = "which kubeconfig; else $KUBECONFIG or ~/.kube/config, as kubectl does")
    private Optional<Path> kubeconfig = Optional.empty();

    /** Whether any of them was given: then it is not about the lab. */
    public boolean areGiven() {
        return context.isPresent() || namespace.isPresent() || kubeconfig.isPresent();
    }

    /** @throws mesh.lab.view.Failure when there is nothing to tell which cluster, or it does not answer */
    public Cluster open() throws IOException {
        return Cluster.open(kubeconfig, context, namespace);
    }
}

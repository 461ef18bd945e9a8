package mesh.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import mesh.lab.cluster.ClusterOptions;
import mesh.lab.cluster.UninstallInCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "uninstall",
        description = {
            "Removes from a cluster what an overlay of k8s/ installed, by the label that the overlays give. It shows what that"
                    + " is and asks before. Pods that carry a sidecar keep it until they are made anew; it tells how.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh uninstall",
            "  ./mesh uninstall --yes --crds    without a question, and with the definition of TrafficPolicy",
            "",
            "What to learn: the order. While the API server is told to ask a webhook that is not there, no pod of a meshed"
                    + " namespace could be made; so the webhook configurations go first."
        })
final class UninstallCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Option(names = "--yes", description = "do not ask; without a terminal nobody can be asked, so it is needed")
    private boolean yes;

    @Option(names = "--crds", description = "the CRDs too, and so everybody's TrafficPolicies; without it they stay")
    private boolean definitions;

    @Mixin
    ClusterOptions cluster;

    @Override
    public Integer call() throws IOException {
        return UninstallInCluster.run(cluster, yes, definitions);
    }
}

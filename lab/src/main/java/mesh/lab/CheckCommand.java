package mesh.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import mesh.lab.cluster.CheckInCluster;
import mesh.lab.cluster.ClusterOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = {
            "Looks at an installation in a cluster: what is there, in which version, whether the certificate lasts, whether the"
                    + " API server really calls the webhook, which pods are not meshed and should be, which proxies are behind."
                    + " Exit code 1 with findings. It changes nothing.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh check",
            "  ./mesh check --wait 120    right after installing: up to two minutes, until there is nothing to find",
            "",
            "What to learn: a pod is meshed when it is created, or never. So what matters is whether the API server asks the"
                    + " webhook, and believes its certificate: check has it asked about a pod that is never stored. Scale the"
                    + " webhook to 0, and look again."
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "look again until nothing is found, at most so long")
    private int seconds;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Mixin
    ClusterOptions cluster;

    @Override
    public Integer call() throws IOException {
        return CheckInCluster.run(cluster, Lab.Version.text(), seconds, json);
    }
}

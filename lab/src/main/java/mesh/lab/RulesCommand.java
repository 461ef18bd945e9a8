package mesh.lab;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import mesh.lab.cluster.ClusterOptions;
import mesh.lab.cluster.RulesInCluster;
import mesh.lab.rules.PodRules;
import mesh.lab.rules.RuleView;
import mesh.lab.topology.Topology;
import mesh.lab.view.Json;
import mesh.lab.view.Style;
import mesh.lab.view.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rules",
        description = {
            "Shows the rules of a pod, or of the node, as the kernel has them now: how often each matched, and why it is"
                    + " there.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh rules app-a",
            "  ./mesh rules app-a --raw    as iptables-save prints them",
            "  ./mesh rules node           what stands for kube-proxy: services without a mesh",
            "  ./mesh rules app-a -n mesh-demo    of a pod of that workload in the cluster",
            "",
            "What to learn: in each chain the first match wins, so the order is the policy. Only the first packet of a"
                    + " connection walks the nat table: a counter there counts connections. Call app-b, and see which"
                    + " counters moved."
        })
final class RulesCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Parameters(paramLabel = "POD", description = "app-a, app-b or app-b2; or node. In a cluster: a pod, or a workload")
    private String pod;

    @Mixin
    ClusterOptions cluster;

    @Option(
            names = "--debug",
            order = 93,
            description = "in a cluster: add an ephemeral debug container to a pod that has none to list its rules in")
    private boolean debug;

    @ArgGroup
    private Form form = new Form();

    static final class Form {
        @Option(names = "--raw", description = "what iptables-save -c prints, all of it")
        boolean raw;

        @Option(names = "--json", description = "for programs")
        boolean json;
    }

    /** The rules of one address family. */
    record Family(String program, List<RuleView> rules, int othersRules) {
        static Family of(PodRules rules) {
            return new Family(
                    rules.program(),
                    rules.live().ours().stream().map(RuleView::of).toList(),
                    rules.live().others());
        }
    }

    @Override
    public Integer call() throws IOException {
        var rules = cluster.areGiven() ? RulesInCluster.of(cluster, pod, debug) : inLab();
        if (form.raw) {
            rules.forEach(family -> System.out.print(family.save()));
        } else if (form.json) {
            System.out.println(Json.pretty(rules.stream().map(Family::of).toList()));
        } else {
            rules.forEach(family -> print(Family.of(family)));
        }
        return 0;
    }

    private List<PodRules> inLab() throws IOException {
        var topology = RunningMesh.required("rules").topology();
        return pod.equals(Topology.NODE) ? PodRules.of("the node", topology.node()) : PodRules.of(topology.pod(pod));
    }

    private void print(Family family) {
        var table = new Table("table", "chain", ">packets", "match", "then", "why");
        for (var rule : family.rules()) {
            table.row(rule.table(), rule.chain(), rule.packets(), rule.match(), rule.then(), rule.why());
        }
        System.out.println(Style.BOLD.of(pod + ", " + family.program()));
        System.out.println(table);
        System.out.println(
                family.othersRules() == 0 ? "" : "and " + family.othersRules() + " rules of others; see --raw\n");
    }
}

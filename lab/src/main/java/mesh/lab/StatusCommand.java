package mesh.lab;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import mesh.lab.cluster.ClusterOptions;
import mesh.lab.cluster.StatusInCluster;
import mesh.lab.pod.ProxyAdmin;
import mesh.lab.view.Json;
import mesh.lab.view.Style;
import mesh.lab.view.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = {
            "Shows the pods, the programs in them, the control plane, and what each proxy has heard from it. Exit code 1"
                    + " when a program is dead, a proxy is behind, or a manifest was refused.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./mesh status                  of the lab",
            "  ./mesh status -n mesh-demo     of a namespace in the cluster that kubectl would talk to",
            "  ./mesh status -A               of all its namespaces",
            "",
            "What to learn: who is who. The proxy has a user of its own, and that is how the rules tell its connections"
                    + " from the app's. Kill a proxy, and see what its app can still reach. Kill the control plane, and"
                    + " see that nothing changes but the age of what the proxies know."
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Mixin
    ClusterOptions cluster;

    @Option(
            names = {"-A", "--all-namespaces"},
            order = 93,
            description = "in the cluster: meshed pods of all namespaces")
    private boolean everywhere;

    @Override
    public Integer call() throws IOException {
        if (cluster.areGiven() || everywhere) {
            return StatusInCluster.show(cluster, everywhere, json);
        }
        var status = MeshStatus.of(RunningMesh.required("status"));
        System.out.println(json ? Json.pretty(status) : text(status));
        return status.allWell() ? 0 : 1;
    }

    private static String text(MeshStatus status) {
        var table = new Table("pod", "address", "program", ">uid", ">process", "alive", "ready", ">open", "version");
        for (var program : status.programs()) {
            table.row(
                    program.pod(),
                    program.ipv4(),
                    program.role(),
                    program.uid(),
                    program.pid(),
                    program.alive() ? "yes" : "NO",
                    program.ready() ? "yes" : "NO",
                    program.openConnections() == null ? "" : program.openConnections(),
                    program.version());
        }
        return table + "\n\n" + controlPlane(status) + "\n\n"
                + "up since %s, logs and state in %s".formatted(status.since(), status.folder());
    }

    private static String controlPlane(MeshStatus status) {
        var controlPlane = status.controlPlane();
        var table = new Table("proxy of", "connected", "applied", ">services", ">confirmed", "newest");
        for (var program : status.programs()) {
            if (program.role().equals("proxy")) {
                proxy(table, program, controlPlane);
            }
        }
        var problems = controlPlane.problems().stream()
                .map(problem -> "\n" + Style.RED.of("refused: ") + problem)
                .collect(Collectors.joining());
        return heading(controlPlane) + problems + "\n\n" + table;
    }

    private static String heading(ControlPlaneStatus controlPlane) {
        var process = "control plane: process %d, uid %d, ".formatted(controlPlane.pid(), controlPlane.uid());
        if (!controlPlane.alive()) {
            return process + Style.RED.of("DEAD") + "; proxies go on with what they know";
        }
        if (!controlPlane.ready()) {
            return process + Style.RED.of("does not answer") + "; proxies go on with what they know";
        }
        var objects = controlPlane.objects().entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        return process + "ready, version %s, %s".formatted(controlPlane.version(), objects);
    }

    private static void proxy(Table table, MeshStatus.ProgramStatus program, ControlPlaneStatus controlPlane) {
        var known = Optional.ofNullable(program.discovery());
        table.row(
                program.pod(),
                known.map(discovery -> discovery.connected() ? "yes" : "NO").orElse("?"),
                known.map(ProxyAdmin.Discovery::version)
                        .filter(version -> !version.isEmpty())
                        .orElse("nothing yet"),
                known.map(ProxyAdmin.Discovery::services).map(String::valueOf).orElse(""),
                known.map(ProxyAdmin.Discovery::age).map(StatusCommand::ago).orElse("never"),
                controlPlane
                        .proxy(program.pod())
                        .map(proxy -> proxy.behind() ? "BEHIND " + proxy.newest() : "yes")
                        .orElse("unknown"));
    }

    /** {@code 17577ms} as the proxy writes it becomes {@code 17.6 s ago}. */
    private static String ago(String age) {
        return age.matches("\\d{1,15}ms")
                ? String.format(Locale.ROOT, "%.1f s ago", Long.parseLong(age.replace("ms", "")) / 1e3)
                : age.replaceFirst("(?<=\\d)(?=[a-z])", " ") + " ago";
    }
}

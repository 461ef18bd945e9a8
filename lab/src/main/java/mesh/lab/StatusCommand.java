package mesh.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import mesh.lab.view.Json;
import mesh.lab.view.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = {
            "Shows the pods, the programs in them, and whether they live and are ready. Exit code 1 when one is not.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExample:%n",
        footer = {
            "  ./mesh status",
            "",
            "What to learn: who is who. The proxy has a user of its own, and that is how the rules tell its connections"
                    + " from the app's. Kill a proxy, and see what its app can still reach."
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Override
    public Integer call() throws IOException {
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
        return table + "\n\nup since %s, logs and state in %s".formatted(status.since(), status.folder());
    }
}

package mesh.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import mesh.lab.topology.ControlPlane;
import mesh.lab.up.Restart;
import mesh.lab.view.Failure;
import mesh.lab.view.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "restart",
        description = {
            "Starts the control plane again: stops it when it runs, and brings it back when it was killed.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExample:%n",
        footer = {
            "  ./mesh restart controlplane",
            "",
            "What to learn: while it is away nothing happens to traffic. `./mesh canary app-b --follow` in one terminal,"
                    + " kill -9 and restart in another: not one request fails. The new one counts its versions anew, so"
                    + " each proxy is told everything again."
        })
final class RestartCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Parameters(paramLabel = "PROGRAM", description = "controlplane")
    private String program;

    @Override
    public Integer call() throws IOException {
        if (!program.equals(ControlPlane.ROLE)) {
            throw new Failure("%s cannot be restarted, only %s; the rest comes anew with `./mesh down` and `./mesh up`."
                    .formatted(program, ControlPlane.ROLE));
        }
        var mesh = RunningMesh.required("restart");
        var progress = new Progress(System.out);
        var started = Restart.controlPlane(mesh.site(), progress);
        progress.done("control plane ready, process " + started.program().pid());
        return 0;
    }
}

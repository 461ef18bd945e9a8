package mesh.lab;

import java.io.IOException;
import java.util.concurrent.Callable;
import mesh.lab.made.Ledger;
import mesh.lab.made.Removal;
import mesh.lab.topology.Site;
import mesh.lab.up.Requirements;
import mesh.lab.view.Failure;
import mesh.lab.view.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = {
            "Removes exactly what `up` made: programs, namespaces, files. Works after a crash as well; when nothing is"
                    + " up it says so, and that is no error.",
            ""
        },
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        footerHeading = "%nExample:%n",
        footer = {
            "  ./mesh down",
            "",
            "What to learn: `up` writes each thing into /run/diy-mesh/state.json before it makes it. Kill it in the"
                    + " middle (kill -9), look into that file, then run `down`."
        })
final class DownCommand implements Callable<Integer> {
    @Mixin
    HelpOption help;

    @Override
    public Integer call() throws IOException {
        Requirements.root("down");
        var site = Site.configured();
        var state = Ledger.read(site.stateFile());
        if (state.isEmpty()) {
            System.out.println("nothing is up, so there is nothing to remove");
            return 0;
        }
        if (state.get().inTheMaking()) {
            throw new Failure("`up` is still at work, process %d. Stop it with Ctrl-C there; it removes what it made."
                    .formatted(state.get().makerPid()));
        }
        var progress = new Progress(System.out);
        new Removal(progress::done).removeAll(state.get(), site.folder());
        progress.done("removed: " + String.join(", ", site.topology().namespaces()) + " and all in them");
        return 0;
    }
}

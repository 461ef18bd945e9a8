package mesh.netinit;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes everything of ours out again. */
@Command(
        name = "cleanup",
        description = "Takes every rule and chain of ours out, in both families and backends; others' rules stay.",
        footer = {
            "",
            "What stays: a table that did not exist before now exists, with built-in chains that are empty and accept",
            "everything. The legacy tables of the kernel cannot be unloaded from a namespace, and iptables-nft has no",
            "command that deletes a table (`nft delete table ip nat` does, if nobody else needs it)."
        },
        mixinStandardHelpOptions = true)
final class CleanupCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        var settings = options.settings();
        var results = new Applier(Tools.ofThisMachine(), settings).cleanup();
        var out = command.commandLine().getOut();
        out.print(Summary.of(results));
        out.println("  " + CloseWait.reset(settings.closeWaitSeconds()));
        out.flush();
        return 0;
    }
}

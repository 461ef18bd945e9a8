package mesh.netinit;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the rules in place and says what it did. */
@Command(
        name = "apply",
        description = "Brings the rules in place: all or none, and nothing when they are there already.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private ApplyOptions options;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        var capture = options.capture();
        var settings = options.settings();
        var applied = new Applier(Tools.ofThisMachine(), settings).apply(RulePlan.of(capture));
        var closeWait = CloseWait.set(settings.closeWaitSeconds());
        var out = command.commandLine().getOut();
        out.print(Summary.of(applied));
        out.print(Summary.of(capture));
        out.println("  " + closeWait);
        out.println("Next: `netinit check` shows that it works, `netinit cleanup` undoes it.");
        out.flush();
        return 0;
    }
}

package mesh.netinit;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/** The command line: it runs in a pod's network namespace, as the pod's init container or by hand. */
@Command(
        name = "netinit",
        description = "Makes the TCP connections of this network namespace go through the mesh's proxy.",
        footer = {
            "",
            "Exit status: 0 done, 1 failed (the message says why and what to do), 2 an option is wrong.",
            "Look before you leap:  netinit plan          prints the rules, changes nothing, needs no root",
            "Which rule wins?       netinit explain --from 10.77.0.2 --to 10.77.0.3:80 --uid 1000"
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "apply|plan|check|explain|cleanup",
        subcommands = {
            ApplyCommand.class,
            PlanCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            CleanupCommand.class
        })
public final class Netinit implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    public static void main(String... args) {
        System.exit(execute(args));
    }

    /**
     * Runs one subcommand in this process, in the calling thread's network namespace. Prints to {@link System#out} and
     * {@link System#err}.
     *
     * @return the exit status: 0 done, 1 failed, 2 an option is wrong
     */
    public static int execute(String... args) {
        return new CommandLine(new Netinit())
                .setParameterExceptionHandler(Netinit::wrongOption)
                .setExecutionExceptionHandler(Netinit::failed)
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(
                command.commandLine(), "which subcommand? One of apply, plan, check, explain, cleanup");
    }

    private static int wrongOption(ParameterException e, String[] args) {
        var command = e.getCommandLine();
        command.getErr()
                .printf(
                        "netinit: %s%n`%s --help` shows the options.%n",
                        e.getMessage(), command.getCommandSpec().qualifiedName());
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult result) {
        if (e instanceof RuntimeException) {
            e.printStackTrace(command.getErr()); // a mistake of ours: whoever reports it needs the place
        } else {
            command.getErr().printf("%s failed: %s%n", command.getCommandSpec().qualifiedName(), e.getMessage());
        }
        for (var suppressed : e.getSuppressed()) {
            command.getErr().println("and then: " + suppressed.getMessage());
        }
        return ExitCode.SOFTWARE;
    }
}

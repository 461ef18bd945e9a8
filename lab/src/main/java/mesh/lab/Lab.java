package mesh.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** {@code ./mesh}: a service mesh on one machine, to look into. */
@Command(
        name = "mesh",
        description = {
            "A service mesh on one machine. Pods are network namespaces; each has an app, a proxy as user 1337, and the"
                    + " iptables rules that bring the app's connections to the proxy.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Lab.Version.class,
        usageHelpAutoWidth = true,
        usageHelpWidth = 100,
        sortOptions = false,
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            CanaryCommand.class,
            RestartCommand.class,
            RulesCommand.class,
            ExecCommand.class,
            StoriesCommand.class,
            WatchCommand.class,
            DownCommand.class,
            InjectCommand.class,
            CheckCommand.class,
            UninstallCommand.class,
            LauncherCommand.Test.class,
            LauncherCommand.Bench.class,
            LauncherCommand.Netinit.class,
            LauncherCommand.Proxy.class,
            LauncherCommand.ControlPlane.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; the message says what, where, why and what to do",
            "2:the command line is wrong",
            "3:no mesh is up",
        },
        footerHeading = "%nA first walk:%n",
        footer = {
            "  ./mesh up                                            see one connection, hop by hop",
            "  ./mesh exec app-a -- curl -s http://app-b:8080/      make one yourself",
            "  ./mesh stories app-a                                 see it",
            "  ./mesh rules app-a                                   see the rules that did it",
            "  ./mesh watch app-b                                   see the packets, before and after REDIRECT",
            "  ./mesh canary app-b --to app-b2 --weight 50          move requests to the other version",
            "  ./mesh down",
            "",
            "`./mesh help COMMAND` shows an example of each, and what to learn from it."
        })
public final class Lab implements Runnable {
    /** Exit code: the command needs a mesh, and none is up. */
    static final int NOT_UP = 3;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String... args) {
        var out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(out); // µs and arrows, also where the locale says ASCII
        System.exit(execute(args));
    }

    /** Runs one command line. @return its exit code */
    static int execute(String... args) {
        return new CommandLine(new Lab())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Lab::failed)
                .execute(args);
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** A failure is for people. Anything else is an error of ours, and its stack trace helps to find it. */
    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!(e instanceof IOException)) {
            throw e;
        }
        System.err.println("mesh " + command.getCommandName() + ": " + e.getMessage());
        for (var also : e.getSuppressed()) {
            System.err.println("also: " + also.getMessage());
        }
        return e instanceof NotUp ? NOT_UP : CommandLine.ExitCode.SOFTWARE;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"diy-service-mesh " + text()};
        }

        static String text() {
            var version = Lab.class.getPackage().getImplementationVersion();
            return version == null ? "(not packed)" : version;
        }
    }
}

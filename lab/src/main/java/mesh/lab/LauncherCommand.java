package mesh.lab;

import java.util.List;
import java.util.concurrent.Callable;
import mesh.lab.view.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Commands that the launcher script answers itself; here so that help lists them. */
abstract sealed class LauncherCommand implements Callable<Integer> {
    @Unmatched
    List<String> arguments = List.of();

    private final String name;

    LauncherCommand(String name) {
        this.name = name;
    }

    @Override
    public Integer call() throws Failure {
        throw new Failure("the script `./mesh` does this one: run `./mesh " + name + "`");
    }

    @Command(
            name = "test",
            description = {
                "Runs all tests. As root none is skipped; `./mesh test --help` shows how to run some.",
            },
            usageHelpAutoWidth = true)
    static final class Test extends LauncherCommand {
        Test() {
            super("test");
        }
    }

    @Command(
            name = "bench",
            description = {
                "Measures: `bench micro` single calls, `bench peers` whole proxies side by side.",
            },
            usageHelpAutoWidth = true)
    static final class Bench extends LauncherCommand {
        Bench() {
            super("bench");
        }
    }
}

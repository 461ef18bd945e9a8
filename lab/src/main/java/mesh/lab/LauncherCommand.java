package mesh.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import mesh.lab.view.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Commands that the launcher script answers itself; here so that help lists them. */
abstract sealed class LauncherCommand implements Callable<Integer> {
    @Unmatched
    List<String> arguments = new ArrayList<>();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Failure {
        throw new Failure("the script ./mesh does this one: run `./mesh " + spec.name() + "`");
    }

    @Command(name = "test", description = "Runs all tests, or some: see `./mesh test --help`. As root none is skipped.")
    static final class Test extends LauncherCommand {}

    @Command(
            name = "bench",
            description = "Measures: `bench micro` single calls, `bench peers` whole proxies side by side.")
    static final class Bench extends LauncherCommand {}

    @Command(name = "netinit", description = "The program that sets a pod's rules: see `./mesh netinit --help`.")
    static final class Netinit extends LauncherCommand {}

    @Command(name = "proxy", description = "The proxy alone, in the foreground: see `./mesh proxy --help`.")
    static final class Proxy extends LauncherCommand {}

    @Command(
            name = "controlplane",
            description = "The control plane alone, in the foreground: see `./mesh controlplane --help`.")
    static final class ControlPlane extends LauncherCommand {}
}

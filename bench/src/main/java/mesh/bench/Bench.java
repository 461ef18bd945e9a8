package mesh.bench;

import mesh.bench.admission.AdmissionBench;
import mesh.bench.controlplane.ControlPlaneBench;
import mesh.bench.micro.Micro;
import mesh.bench.peers.Peers;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "peers|micro|controlplane|admission",
        description = {
            "How fast and how small the mesh is, measured on this machine.",
            "",
            "Start with `bench peers --quick`: four minutes, whole paths beside HAProxy, nginx and Envoy.",
            "`bench micro` takes single hops apart with JMH.",
            "`bench controlplane` tells hundreds of proxies of one changed endpoint.",
            "`bench admission` asks the webhook about many pods.",
            ""
        },
        subcommands = {Peers.class, Micro.class, ControlPlaneBench.class, AdmissionBench.class})
public final class Bench {
    private Bench() {}

    public static void main(String... arguments) {
        System.exit(execute(arguments));
    }

    /** Runs one command in this process. @return its exit status */
    public static int execute(String... arguments) {
        var line = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            System.err.println("bench: " + e.getMessage());
            return 1;
        });
        return line.execute(arguments);
    }
}

package mesh.controlplane;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The control plane as a program. {@link Server} is what runs. */
@Command(
        name = "controlplane",
        mixinStandardHelpOptions = true,
        versionProvider = ControlPlane.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Tells proxies which services, endpoints and routes there are.",
            "It reads Kubernetes manifests from a folder or objects from a cluster, watches them, and sends each connected"
                    + " proxy what changed. What is broken is refused with its place and the reason; what it said last"
                    + " stays.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped by SIGTERM", "1:could not start", "2:a flag is wrong"},
        footerHeading = "%nTry it:%n",
        footer = {
            "  ./mesh controlplane --folder my-manifests",
            "  ./mesh controlplane --kubernetes --kubeconfig ~/.kube/config",
            "  curl -s http://localhost:15014/snapshot"
        })
public final class ControlPlane implements Callable<Integer> {
    @Mixin
    private ControlPlaneOptions options;

    public static void main(String... args) {
        System.exit(ControlPlaneOptions.commandLine(new ControlPlane()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        var settings = options.settings();
        try {
            var server = Server.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
            System.err.printf(
                    "controlplane ready: %s, grpc port %d, admin port %d%n",
                    settings.source(), server.grpcPort(), server.adminPort());
            new CountDownLatch(1).await(); // until a signal starts the shutdown hook
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            System.err.println("controlplane cannot start: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static void stop(Server server) {
        server.close();
        Runtime.getRuntime().halt(CommandLine.ExitCode.OK); // else the JVM would say 143: killed by SIGTERM
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = ControlPlane.class.getPackage().getImplementationVersion();
            return new String[] {
                "controlplane " + (version == null ? "(not packed)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}

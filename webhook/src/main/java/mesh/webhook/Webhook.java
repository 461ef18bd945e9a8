package mesh.webhook;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import mesh.webhook.certificate.FolderCertificate;
import mesh.webhook.certificate.SecretCertificate;
import mesh.webhook.certificate.ServingCertificate;
import mesh.webhook.unmeshed.UnmeshedPods;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The webhook as a program. {@link Server} is what runs. */
@Command(
        name = "webhook",
        mixinStandardHelpOptions = true,
        versionProvider = Webhook.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "The admission controller: brings the sidecar into pods that ask for it, and refuses what the mesh could not use.",
            "The API server calls it by HTTPS, as k8s/base/webhook says.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped by SIGTERM", "1:could not start", "2:a flag is wrong"})
public final class Webhook implements Callable<Integer> {
    @Mixin
    private WebhookOptions options;

    public static void main(String... args) {
        System.exit(new CommandLine(new Webhook()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        var settings = options.settings();
        try {
            var registry = new PrometheusRegistry();
            var certificate = certificate(settings);
            var server = Server.start(settings, certificate, registry, unmeshed(settings, registry));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(settings, server, certificate), "stop"));
            System.err.printf("webhook ready: https port %d, admin port %d%n", server.httpsPort(), server.adminPort());
            new CountDownLatch(1).await(); // until a signal starts the shutdown hook
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            System.err.println("webhook cannot start: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static ServingCertificate certificate(Settings settings) throws IOException {
        if (settings.certificateFolder().isPresent()) {
            return FolderCertificate.open(settings.certificateFolder().get());
        }
        var client = Cluster.client(settings.kubeconfig());
        return SecretCertificate.start(
                client, settings.namespace(), settings.service(), settings.certificateNames(), InstantSource.system());
    }

    /** Files for a certificate and no kubeconfig: there may be no cluster at all. */
    private static Supplier<String> unmeshed(Settings settings, PrometheusRegistry registry) throws IOException {
        if (settings.certificateFolder().isPresent() && settings.kubeconfig().isEmpty()) {
            return () -> "{\"problem\": \"no cluster is watched: give --kubeconfig too\"}";
        }
        return UnmeshedPods.start(Cluster.client(settings.kubeconfig()), version(), registry, System.err)::toJson;
    }

    private static void stop(Settings settings, Server server, ServingCertificate certificate) {
        server.withdraw();
        try {
            Thread.sleep(settings.drainDelay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        certificate.close();
        Runtime.getRuntime().halt(CommandLine.ExitCode.OK); // else the JVM would say 143: killed by SIGTERM
    }

    /** Of the mesh, as its jars say. */
    static String version() {
        var version = Webhook.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"webhook " + version() + ", Java " + Runtime.version()};
        }
    }
}

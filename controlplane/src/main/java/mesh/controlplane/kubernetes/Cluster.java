package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Makes a client of the cluster that the settings mean. */
final class Cluster {
    private static final Path IN_A_POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    /** The first wait after a failure; each further one is twice as long, up to 32 times this. */
    private static final Duration RETRY = Duration.ofMillis(250);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Cluster() {}

    /** Does not connect yet. @throws IOException when there is nothing to tell which cluster */
    static KubernetesClient client(KubernetesSettings settings) throws IOException {
        var config = config(settings);
        config.setWatchReconnectInterval((int) RETRY.toMillis());
        config.setRequestRetryBackoffLimit(0); // informers try again themselves, and tell of each failure
        config.setConnectionTimeout((int) TIMEOUT.toMillis());
        config.setRequestTimeout((int) TIMEOUT.toMillis());
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    private static Config config(KubernetesSettings settings) throws IOException {
        var context = settings.context().orElse(null);
        if (settings.kubeconfig().isEmpty()) {
            if (!Files.isReadable(IN_A_POD) && kubectls().isEmpty()) {
                throw new IOException(("this is no pod of a cluster (there is no %s), and there is no kubeconfig:"
                                + " name one with --kubeconfig")
                        .formatted(IN_A_POD));
            }
            return Config.autoConfigure(context);
        }
        var file = settings.kubeconfig().get();
        if (!Files.isReadable(file)) {
            throw new IOException("--kubeconfig " + file + " cannot be read");
        }
        try {
            return Config.fromKubeconfig(context, file.toFile());
        } catch (RuntimeException e) {
            throw new IOException("--kubeconfig " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Optional<Path> kubectls() {
        var named = Optional.ofNullable(System.getenv("KUBECONFIG")).map(Path::of);
        var usual = Path.of(System.getProperty("user.home"), ".kube", "config");
        return Optional.of(named.orElse(usual)).filter(Files::isReadable);
    }
}

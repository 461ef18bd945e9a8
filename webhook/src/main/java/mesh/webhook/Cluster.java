package mesh.webhook;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The cluster that this webhook serves. */
final class Cluster {
    /** What it warns of we tell ourselves, once and in fewer words. Kept, since the JDK forgets levels of unused loggers. */
    private static final Logger CLIENT = Logger.getLogger("io.fabric8");

    static {
        CLIENT.setLevel(Level.OFF);
    }

    private Cluster() {}

    /** @throws IOException when the kubeconfig cannot be read */
    static KubernetesClient client(Optional<Path> kubeconfig) throws IOException {
        if (kubeconfig.isPresent() && !Files.isReadable(kubeconfig.get())) {
            throw new IOException("no kubeconfig at " + kubeconfig.get());
        }
        var config = kubeconfig
                .map(file -> Config.fromKubeconfig(file.toFile()))
                .orElseGet(() -> Config.autoConfigure(null));
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }
}

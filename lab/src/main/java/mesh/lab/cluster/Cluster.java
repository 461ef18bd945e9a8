package mesh.lab.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import mesh.lab.view.Failure;

/** A connection to a cluster's API server. */
public final class Cluster implements AutoCloseable {
    /** Where the mesh itself lives. */
    public static final String MESH_NAMESPACE = "mesh-system";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A busy API server says so, and so does one that has just heard of a new kind. Each wait is twice the one before. */
    private static final int RETRIES = 3;

    private static final Duration RETRY = Duration.ofMillis(200);

    /** What goes wrong is in the exceptions, and told from there; the library would tell it too. */
    private static final Logger FABRIC8 = Logger.getLogger("io.fabric8.kubernetes.client");

    private final KubernetesClient client;
    private final String namespace;

    private Cluster(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    static Cluster open(Optional<Path> kubeconfig, Optional<String> context, Optional<String> namespace)
            throws IOException {
        FABRIC8.setLevel(Level.OFF);
        var config = Kubeconfig.read(kubeconfig, context);
        config.setRequestRetryBackoffLimit(RETRIES);
        config.setRequestRetryBackoffInterval((int) RETRY.toMillis());
        config.setConnectionTimeout((int) TIMEOUT.toMillis());
        config.setRequestTimeout((int) TIMEOUT.toMillis());
        return new Cluster(client(config), namespace.orElse(orDefault(config.getNamespace())));
    }

    private static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    private static String orDefault(String namespace) {
        return namespace == null || namespace.isBlank() ? "default" : namespace;
    }

    /** The one that was asked for, or else the context's. */
    public String namespace() {
        return namespace;
    }

    /** The API server's URL. */
    public String url() {
        return client.getMasterUrl().toString();
    }

    /**
     * Asks the API server.
     *
     * @throws Failure saying what it refused, or that it does not answer
     */
    public <T> T ask(Function<KubernetesClient, T> question) throws Failure {
        try {
            return question.apply(client);
        } catch (KubernetesClientException e) {
            throw ClusterFailure.of(e, url());
        }
    }

    /** For what is told in another way when it fails: exec and port-forward. */
    public KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
    }
}

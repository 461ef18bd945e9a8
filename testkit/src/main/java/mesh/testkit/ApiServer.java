package mesh.testkit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A real kube-apiserver with its etcd, beside this process. The programs are built from source on first use, which takes
 * some minutes, by scripts that are found beside the project; without those the tests are skipped and say so.
 */
public final class ApiServer implements AutoCloseable {
    private final Path run;
    private final int port;
    private final KubernetesClient client;

    private ApiServer(Path run, int port) throws IOException {
        this.run = run;
        this.port = port;
        var kubeconfig = start();
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    /** @param port of its own for each test class, and so are 1000 and 1001 above it */
    public static ApiServer start(int port) throws IOException {
        Assumptions.assumeTrue(
                KubeScripts.areHere(), "no API server to test with: " + KubeScripts.FOLDER + " is not there");
        System.err.println("API server: its programs are built on first use, about 5 minutes; after that it is quick");
        KubeScripts.run(Map.of(), Duration.ofMinutes(20), "binaries", "etcd", "kube-apiserver", "kubectl");
        return new ApiServer(Files.createTempDirectory("meshkube-"), port);
    }

    /** Starts what does not run. @return an administrator's kubeconfig */
    public Path start() throws IOException {
        return Path.of(KubeScripts.run(here(), Duration.ofMinutes(3), "apiserver", "up"));
    }

    /** Kills the API server, and leaves its etcd. */
    public void kill() throws IOException {
        var recorded = Files.readString(run.resolve("pid/kube-apiserver")); // pid and start time
        long pid = Long.parseLong(recorded.substring(0, recorded.indexOf(' ')));
        var process = ProcessHandle.of(pid).orElseThrow(() -> new IOException("kube-apiserver is not running"));
        process.destroyForcibly();
        process.onExit().join();
    }

    public int port() {
        return port;
    }

    /** An administrator's, to whom the API server is at that port */
    public Path kubeconfig(int through) throws IOException {
        var text = Files.readString(run.resolve("admin.kubeconfig")).replace(":" + port, ":" + through);
        return Files.writeString(Files.createTempFile(run, "through-", ".kubeconfig"), text);
    }

    /** Of one who has only this token. */
    public Path kubeconfig(String token) throws IOException {
        var text = """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", certificate-authority: %s}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                current-context: c
                """.formatted(port, run.resolve("pki/ca.crt"), token);
        return Files.writeString(Files.createTempFile(run, "token-", ".kubeconfig"), text);
    }

    public KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        try {
            KubeScripts.run(here(), Duration.ofMinutes(1), "apiserver", "down");
            remove(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script removes what it made, and the folder when nothing else is in it. */
    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What tells this API server from others on the machine. */
    private Map<String, String> here() {
        return Map.of("DIY_MESH_KUBE_RUN", run.toString(), "DIY_MESH_KUBE_PORT", Integer.toString(port));
    }
}

package mesh.k8s.e2e;

import static mesh.testkit.Eventually.eventually;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.Assumptions;

/** A cluster with the mesh and its samples on it, installed by the commands that README tells. */
final class InstalledMesh implements AutoCloseable {
    static final String OVERLAY = "k8s/overlays/kind";
    static final String DEMO = "mesh-demo";
    static final String SYSTEM = "mesh-system";

    /** For the tests' own pods: has bash, and so connects to TCP ports without another program. */
    static final String BASH = "debian:bookworm-slim";

    private static final List<String> OURS =
            List.of("netinit", "proxy-loom", "controlplane", "webhook", "sample-app", "mesh-debug");

    private final TestCluster cluster;
    private final KubernetesClient client;
    private final String kubectl;
    private boolean installed;

    private InstalledMesh(TestCluster cluster, String kubectl) {
        this.cluster = cluster;
        this.kubectl = kubectl;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    static InstalledMesh start(TestCluster cluster) throws Exception {
        var kubectl = KubeScripts.kubectl();
        Assumptions.assumeTrue(kubectl.isPresent(), "kubectl is not installed");
        var mesh = new InstalledMesh(cluster, kubectl.get().toString());
        try {
            buildImages();
            cluster.load(Stream.concat(OURS.stream().map(InstalledMesh::image), Stream.of(BASH))
                    .toList());
            mesh.install();
            return mesh;
        } catch (Exception | AssertionError e) {
            mesh.close();
            throw e;
        }
    }

    static String image(String name) {
        return "diy-service-mesh/" + name + ":dev";
    }

    /** From the jars that this build has just made. */
    private static void buildImages() throws IOException {
        new Command(Duration.ofMinutes(10))
                .with("MESH_JARS_BUILT", "1")
                .run("./mesh", "images")
                .mustSucceed();
    }

    /** What README says, and then the wait for a first answer through the mesh. Again, when it is there: changes nothing. */
    void install() throws Exception {
        if (installed) {
            return;
        }
        long began = System.nanoTime();
        kubectl("apply", "-k", OVERLAY).mustSucceed();
        var applied = since(began);
        for (var deployment : List.of("controlplane", "webhook")) {
            awaitDeployment(SYSTEM, deployment);
        }
        var running = since(began);
        for (var deployment : List.of("app-a", "app-b", "app-b2")) {
            awaitDeployment(DEMO, deployment);
        }
        var available = since(began);
        try (var calls = Calls.from(this, DEMO, onePodOf("app-a"))) {
            eventually(
                    "a first answer through the mesh",
                    () -> calls.load("count=1"),
                    first -> first.failed().isEmpty());
        }
        Measured.fact(
                "install",
                "applied after %s, control plane and webhook available after %s, samples meshed and available after %s, a first request answered after %s"
                        .formatted(applied, running, available, since(began)));
        installed = true;
    }

    void uninstalled() {
        installed = false;
    }

    private String onePodOf(String app) throws IOException {
        return kubectl("get", "pod", "-n", DEMO, "-l", "app=" + app, "-o", "jsonpath={.items[0].metadata.name}")
                .mustSucceed();
    }

    void awaitDeployment(String namespace, String name) throws IOException {
        kubectl("rollout", "status", "deployment/" + name, "-n", namespace, "--timeout=180s")
                .mustSucceed();
    }

    KubernetesClient client() {
        return client;
    }

    Command.Output kubectl(String... arguments) throws IOException {
        return kubectlGiven("", arguments);
    }

    Command.Output kubectlGiven(String stdin, String... arguments) throws IOException {
        var command = Stream.concat(Stream.of(kubectl), Stream.of(arguments)).toArray(String[]::new);
        return new Command(Duration.ofMinutes(4))
                .with("KUBECONFIG", cluster.kubeconfig().toString())
                .given(stdin)
                .run(command);
    }

    /** {@code ./mesh} without its launcher, which would build. */
    Command.Output mesh(String... arguments) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var jar = KubeScripts.PROJECT.resolve("lab/target/lab.jar").toString();
        var command = Stream.concat(
                        Stream.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar),
                        Stream.of(arguments))
                .toArray(String[]::new);
        return new Command(Duration.ofMinutes(3))
                .with("KUBECONFIG", cluster.kubeconfig().toString())
                .run(command);
    }

    /** A namespace whose pods are meshed; it goes with all in it on close. */
    TestNamespace namespace(String name) throws Exception {
        return TestNamespace.create(this, name, true);
    }

    TestNamespace unmeshedNamespace(String name) throws Exception {
        return TestNamespace.create(this, name, false);
    }

    static String since(long nanos) {
        return "%.1f s".formatted((System.nanoTime() - nanos) / 1e9);
    }

    @Override
    public void close() throws IOException {
        client.close();
        cluster.close();
    }
}

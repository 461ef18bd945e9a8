package mesh.k8s.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.Assumptions;

/** A cluster of one node for tests. One that was there before stays; one that was made for the tests goes with them. */
sealed interface TestCluster extends AutoCloseable {
    /** An administrator's. */
    Path kubeconfig();

    /** Brings images of the local dockerd to the node. */
    void load(List<String> images) throws IOException;

    @Override
    void close() throws IOException;

    /** From the scripts beside the project where they are, else from kind; else the tests are skipped. */
    static TestCluster up() throws IOException {
        if (KubeScripts.areHere()) {
            return FromScripts.start();
        }
        Assumptions.assumeTrue(
                Command.isInstalled("kind") && Command.isInstalled("docker") && Command.isInstalled("kubectl"),
                "no cluster to test with: neither " + KubeScripts.FOLDER + " nor kind, docker and kubectl are here");
        return Kind.start();
    }

    /** Kubernetes from its sources, as host processes. */
    record FromScripts(Path kubeconfig, boolean wasUp) implements TestCluster {
        private static final Duration FIRST_BUILD = Duration.ofMinutes(30);

        static TestCluster start() throws IOException {
            System.err.println("cluster: its programs are built on first use, about 8 minutes; after that it is quick");
            KubeScripts.run(Map.of(), FIRST_BUILD, "binaries");
            KubeScripts.run(Map.of(), Duration.ofMinutes(2), "docker-daemon", "up");
            KubeScripts.run(Map.of(), Duration.ofMinutes(10), "base-images");
            boolean wasUp = Files.exists(Path.of("/run/diy-mesh-kube/pid/kubelet"));
            return new FromScripts(Path.of(KubeScripts.run(Map.of(), Duration.ofMinutes(3), "cluster", "up")), wasUp);
        }

        @Override
        public void load(List<String> images) throws IOException {
            KubeScripts.run(Map.of(), Duration.ofMinutes(5), "load-image", images.toArray(String[]::new));
        }

        @Override
        public void close() throws IOException {
            if (!wasUp) {
                KubeScripts.run(Map.of(), Duration.ofMinutes(2), "cluster", "down");
            }
        }
    }

    /** Kubernetes in a container. */
    record Kind(Path kubeconfig, String name) implements TestCluster {
        static TestCluster start() throws IOException {
            var name = "diy-mesh-test-" + ProcessHandle.current().pid();
            var kubeconfig = Files.createTempFile("kind-", ".kubeconfig");
            new Command(Duration.ofMinutes(10))
                    .run(
                            "kind",
                            "create",
                            "cluster",
                            "--name",
                            name,
                            "--kubeconfig",
                            kubeconfig.toString(),
                            "--wait",
                            "3m")
                    .mustSucceed();
            return new Kind(kubeconfig, name);
        }

        @Override
        public void load(List<String> images) throws IOException {
            for (var image : images) {
                new Command(Duration.ofMinutes(5))
                        .run("kind", "load", "docker-image", image, "--name", name)
                        .mustSucceed();
            }
        }

        @Override
        public void close() throws IOException {
            new Command(Duration.ofMinutes(2))
                    .run("kind", "delete", "cluster", "--name", name)
                    .mustSucceed();
            Files.delete(kubeconfig);
        }
    }
}

package mesh.bench.rig;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import mesh.linux.NetworkNamespace;

/**
 * Our control plane in a pod, on loopback, for the sidecar beside it: what it says is {@link Manifests}. Each pod has
 * one of its own, so that nothing but the load passes between the pods.
 */
final class ControlPlane implements Closeable {
    static final int GRPC = 15010;
    private static final int ADMIN = 15014;
    private static final Duration UNTIL_READY = Duration.ofSeconds(20), UNTIL_GONE = Duration.ofSeconds(5);

    private final Process process;
    private final NetworkNamespace pod;
    private final Path log;

    private ControlPlane(Process process, NetworkNamespace pod, Path log) {
        this.process = process;
        this.pod = pod;
        this.log = log;
    }

    /** Starts it and waits until it knows the manifests. */
    static ControlPlane start(Path jar, NetworkNamespace pod, Path folder) throws Exception {
        var manifests = Files.createDirectory(folder.resolve("manifests"));
        Files.writeString(manifests.resolve("app-b.yaml"), Manifests.CANARY);
        var log = folder.resolve("controlplane.log");
        var process = new ProcessBuilder(command(jar, pod, manifests))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var controlPlane = new ControlPlane(process, pod, log);
        try {
            controlPlane.await(
                    "is not ready", () -> controlPlane.page("/snapshot").contains(Manifests.CANARY_ROUTE));
            return controlPlane;
        } catch (Exception e) {
            controlPlane.close();
            throw e;
        }
    }

    private static List<String> command(Path jar, NetworkNamespace pod, Path manifests) {
        return List.of(
                "ip",
                "netns",
                "exec",
                pod.name(),
                "setpriv",
                "--pdeathsig",
                "TERM",
                Jvm.java(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-jar",
                jar.toString(),
                "--folder",
                manifests.toString(),
                "--grpc",
                "127.0.0.1:" + GRPC,
                "--admin",
                "127.0.0.1:" + ADMIN);
    }

    /** Waits until the sidecar of its pod has applied what it was told. */
    void awaitProxy() throws Exception {
        await("has no proxy that applied its version", () -> page("/proxies").contains("\"behind\":false"));
    }

    private void await(String complaint, Callable<Boolean> done) throws Exception {
        long deadline = System.nanoTime() + UNTIL_READY.toNanos();
        while (!answers(done)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                throw new IOException("the control plane in %s %s: %s"
                        .formatted(pod.name(), complaint, Files.readString(log).strip()));
            }
        }
    }

    private boolean answers(Callable<Boolean> question) throws Exception {
        return !pod.run("ss", "-Hltn", "sport = :" + ADMIN).orThrow().output().isBlank() && question.call();
    }

    /** What a page of its admin port says. */
    String page(String path) throws Exception {
        return pod.call(() -> {
            // This client connects on the thread that calls it, which is in the pod.
            try (var page =
                    URI.create("http://127.0.0.1:" + ADMIN + path).toURL().openStream()) {
                return new String(page.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    @Override
    public void close() throws IOException {
        Processes.end(process, UNTIL_GONE);
    }
}

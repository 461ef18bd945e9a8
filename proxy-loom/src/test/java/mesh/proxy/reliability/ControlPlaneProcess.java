package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import mesh.linux.NetworkNamespace;

/** The control plane as its users run it: a process of its own, which reads a folder of manifests. */
final class ControlPlaneProcess implements Closeable {
    static final int PORT = 15010;
    private static final int ADMIN = 15014;

    private final NetworkNamespace pod;
    private final Path folder;
    private Process process;

    private ControlPlaneProcess(NetworkNamespace pod, Path folder) {
        this.pod = pod;
        this.folder = folder;
    }

    /** Starts it and waits until it answers. */
    static ControlPlaneProcess start(NetworkNamespace pod, Manifests manifests) throws Exception {
        var controlPlane = new ControlPlaneProcess(pod, Files.createTempDirectory("manifests"));
        controlPlane.write(manifests);
        try {
            controlPlane.start();
            return controlPlane;
        } catch (Exception | AssertionError e) {
            controlPlane.close();
            throw e;
        }
    }

    void start() throws Exception {
        var java = System.getProperty("java.home") + "/bin/java";
        var line = List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "mesh.controlplane.ControlPlane",
                "--folder",
                folder.toString(),
                "--heartbeat",
                "1s");
        process = pod.call(() -> new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("control-plane.log").toFile())
                .start());
        try {
            eventually("the control plane is ready", this::isReady, ready -> ready || !process.isAlive());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it says: " + log(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError("the control plane did not start: " + log());
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("control-plane.log"));
    }

    private boolean isReady() throws Exception {
        try {
            return Http.get(pod, "127.0.0.1", ADMIN, "/ready").status() == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    /** Replaces the mesh: whole, in one moment. */
    void write(Manifests manifests) throws IOException {
        var next = Files.writeString(folder.resolve("mesh.next"), manifests.toString());
        Files.move(next, folder.resolve("mesh.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        mesh.linux.Command.run("rm", "-r", folder.toString());
    }
}

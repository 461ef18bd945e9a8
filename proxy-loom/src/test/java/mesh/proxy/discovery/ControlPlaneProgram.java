package mesh.proxy.discovery;

import static mesh.testkit.Eventually.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The real control plane as a process on loopback, over a folder that the test writes; it can be killed and started. */
final class ControlPlaneProgram {
    private final Path folder;
    private final int port = freePort();
    private final int admin = freePort();
    private Process process;

    ControlPlaneProgram(Path folder) throws IOException {
        this.folder = folder;
    }

    DiscoverySettings.HostPort address() {
        return new DiscoverySettings.HostPort("127.0.0.1", port);
    }

    /** Returns when it accepts connections. */
    void start() throws Exception {
        process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "mesh.controlplane.ControlPlane",
                        "--folder",
                        folder.toString(),
                        "--grpc",
                        "127.0.0.1:" + port,
                        "--admin",
                        "127.0.0.1:" + admin))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        eventually("the control plane listens", () -> {
            if (!process.isAlive()) {
                throw new AssertionError(Files.readString(log()));
            }
            return accepts();
        });
    }

    private Path log() {
        return folder.resolve("control-plane.log");
    }

    private boolean accepts() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Makes or replaces a manifest, in one moment. */
    void write(String name, String manifest) throws IOException {
        var next = Files.writeString(folder.resolve(name + ".next"), manifest);
        Files.move(next, folder.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name + ".yaml"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }
}

package mesh.netinit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The machine's dockerd; where none runs, one from the system's packages for as long as the tests take. */
final class DockerDaemon implements AutoCloseable {
    private static final Path SOCKET = Path.of("/var/run/docker.sock");
    private static final Path PROGRAM = Path.of("/usr/sbin/dockerd");
    private static final Path LOG = Path.of("target/dockerd.log");
    private static final Duration START = Duration.ofSeconds(60);

    private final Optional<Process> started;

    private DockerDaemon(Optional<Process> started) {
        this.started = started;
    }

    static DockerDaemon running() throws Exception {
        if (answers()) {
            return new DockerDaemon(Optional.empty());
        }
        if (!Files.isExecutable(PROGRAM)) {
            abort("no dockerd runs here, and " + PROGRAM + " is not installed (Debian's package docker.io)");
        }
        return start();
    }

    /** Without a bridge and without rules: our containers have the network "none", and the host's rules stay as they are. */
    private static DockerDaemon start() throws Exception {
        var process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--bridge=none",
                        "--iptables=false",
                        "--oom-score-adjust=0", // a lower one needs CAP_SYS_RESOURCE, which root may lack
                        "--exec-opt=native.cgroupdriver=cgroupfs") // no systemd needed
                .redirectErrorStream(true)
                .redirectOutput(LOG.toFile())
                .start();
        var daemon = new DockerDaemon(Optional.of(process));
        var deadline = Instant.now().plus(START);
        while (!answers()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                daemon.close();
                throw new IOException("dockerd did not start; it said:\n" + Files.readString(LOG));
            }
            Thread.sleep(50); // between two looks at the socket
        }
        return daemon;
    }

    private static boolean answers() {
        try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return socket.connect(UnixDomainSocketAddress.of(SOCKET));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (started.isPresent()) {
            started.get().destroy(); // SIGTERM: it stops its own containerd
            started.get().onExit().join();
        }
    }
}

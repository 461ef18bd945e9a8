package mesh.bench.rig;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.bench.machine.ProcessUsage;
import mesh.linux.NetworkNamespace;

/** A proxy process in a namespace, as the proxy's user. The kernel ends it with us, however we end (prctl(2)). */
public final class Sidecar implements Closeable {
    private static final Duration UNTIL_READY = Duration.ofSeconds(20), UNTIL_GONE = Duration.ofSeconds(5);

    private final Process process;
    private final Path log;

    private Sidecar(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it and waits until it listens on both its ports. */
    public static Sidecar start(Subject subject, NetworkNamespace pod, Path folder)
            throws IOException, InterruptedException {
        var user = Redirect.PROXY_USER;
        var line = new ArrayList<>(List.of("ip", "netns", "exec", pod.name(), "setpriv", "--reuid", user));
        line.addAll(List.of("--regid", user, "--clear-groups", "--pdeathsig", "TERM"));
        line.addAll(subject.command(folder));
        var log = folder.resolve("log");
        var process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var sidecar = new Sidecar(process, log);
        try {
            sidecar.awaitListening(pod, subject);
            return sidecar;
        } catch (IOException | InterruptedException | RuntimeException e) {
            sidecar.close();
            throw e;
        }
    }

    private void awaitListening(NetworkNamespace pod, Subject subject) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + UNTIL_READY.toNanos();
        while (!listening(pod, Subject.OUTBOUND) || !listening(pod, Subject.INBOUND)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                throw new IOException("%s does not listen on %d and %d: %s. It said: %s"
                        .formatted(
                                subject.name(),
                                Subject.OUTBOUND,
                                Subject.INBOUND,
                                process.isAlive()
                                        ? "not ready after " + UNTIL_READY.toSeconds() + " s"
                                        : "it ended with status " + process.exitValue(),
                                said()));
            }
        }
    }

    /** Asked of the kernel: a connection of ours would be relayed. */
    private static boolean listening(NetworkNamespace pod, int port) throws IOException {
        return !pod.run("ss", "-Hltn", "sport = :" + port).orThrow().output().isBlank();
    }

    public ProcessUsage usage() throws IOException {
        return ProcessUsage.of(process.toHandle());
    }

    /** What it printed, for a message about its failure. */
    public String said() throws IOException {
        var text = Files.readString(log).strip();
        return text.substring(Math.max(0, text.length() - 2000));
    }

    @Override
    public void close() throws IOException {
        Processes.end(process, UNTIL_GONE);
    }
}

package mesh.bench.admission;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import mesh.bench.ProjectFolder;
import mesh.bench.machine.ProcessUsage;
import mesh.bench.rig.Jvm;
import mesh.bench.rig.Processes;

/** Our webhook with the JVM flags of its image, on free ports, with a certificate of a folder. */
final class WebhookProcess implements Closeable {
    private static final Duration UNTIL_READY = Duration.ofSeconds(60), UNTIL_GONE = Duration.ofSeconds(10);
    private static final Pattern READY = Pattern.compile("webhook ready: https port (\\d+), admin port \\d+");

    private final Process process;
    private final Path log;
    private final int port;

    private WebhookProcess(Process process, Path log) throws IOException, InterruptedException {
        this.process = process;
        this.log = log;
        port = awaitPort();
    }

    static WebhookProcess start(Path certificates, Path log) throws IOException, InterruptedException {
        var jar = ProjectFolder.resolve("webhook/target/webhook.jar");
        var line = List.of(
                "setpriv",
                "--pdeathsig",
                "TERM",
                Jvm.java(),
                "@" + jar.resolveSibling("webhook.jvm"),
                "-jar",
                jar.toString(),
                "--https",
                "0",
                "--admin",
                "0",
                "--drain-delay",
                "0",
                "--certificate-folder",
                certificates.toString());
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return new WebhookProcess(process, log);
        } catch (IOException | InterruptedException e) {
            Processes.end(process, UNTIL_GONE);
            throw e;
        }
    }

    private int awaitPort() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + UNTIL_READY.toNanos();
        while (true) {
            var ready = READY.matcher(Files.readString(log));
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                throw new IOException(
                        "the webhook is not ready: " + Files.readString(log).strip());
            }
        }
    }

    int port() {
        return port;
    }

    ProcessUsage usage() throws IOException {
        return ProcessUsage.of(process.toHandle());
    }

    @Override
    public void close() throws IOException {
        Processes.end(process, UNTIL_GONE);
    }
}

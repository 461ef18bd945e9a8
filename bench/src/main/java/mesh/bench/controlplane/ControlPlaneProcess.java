package mesh.bench.controlplane;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import mesh.bench.machine.ProcessUsage;
import mesh.bench.rig.Jvm;
import mesh.bench.rig.Processes;

/** Our control plane as `./mesh controlplane` starts it, on free ports of loopback. */
final class ControlPlaneProcess implements Closeable {
    private static final Duration UNTIL_READY = Duration.ofSeconds(60), UNTIL_GONE = Duration.ofSeconds(5);
    private static final Pattern READY = Pattern.compile("controlplane ready: .*, grpc port (\\d+), admin port \\d+");

    private final Process process;
    private final Path log;
    private final int port;

    private ControlPlaneProcess(Process process, Path log) throws IOException, InterruptedException {
        this.process = process;
        this.log = log;
        port = awaitPort();
    }

    /** @param jar beside it its flags, controlplane.jvm */
    static ControlPlaneProcess start(Path jar, Path log, List<String> source) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM", Jvm.java()));
        line.addAll(List.of("@" + jar.resolveSibling("controlplane.jvm"), "-jar", jar.toString()));
        line.addAll(List.of("--grpc", "127.0.0.1:0", "--admin", "127.0.0.1:0"));
        line.addAll(List.of("--answer-timeout", "1m")); // all proxies share this machine, and connect at once
        line.addAll(source);
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return new ControlPlaneProcess(process, log);
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
                throw new IOException("the control plane is not ready: "
                        + Files.readString(log).strip());
            }
        }
    }

    /** Where proxies connect to. */
    int port() {
        return port;
    }

    ProcessUsage usage() throws IOException {
        return ProcessUsage.of(process.toHandle());
    }

    /** The most memory that it ever had resident: {@code VmHWM}, proc(5). @return in KiB */
    long peakKib() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .sum();
    }

    @Override
    public void close() throws IOException {
        Processes.end(process, UNTIL_GONE);
    }
}

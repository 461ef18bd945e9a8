package mesh.bench.rig;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mesh.bench.machine.ProcessUsage;

/**
 * A process per core that does nothing, at SCHED_IDLE: it runs only when nobody else wants to, and gives way at once.
 * So no core halts, and a wake-up does not have to bring one back: what remains is the path of the software.
 */
public final class Spinners implements Closeable {
    private final Cleanup processes = new Cleanup();

    public static Spinners start(int cores) throws IOException, InterruptedException {
        var spinners = new Spinners();
        for (int core = 0; core < cores; core++) {
            var line = List.of(
                    "setpriv",
                    "--pdeathsig",
                    "KILL",
                    "chrt",
                    "--idle",
                    "0",
                    "taskset",
                    "--cpu-list",
                    Integer.toString(core),
                    "sh",
                    "-c",
                    "while :; do :; done");
            var process = new ProcessBuilder(line).start();
            spinners.processes.add(() -> Processes.end(process, Duration.ofSeconds(1)));
            awaitSpinning(process);
        }
        return spinners;
    }

    private static void awaitSpinning(Process process) throws IOException, InterruptedException {
        while (ProcessUsage.of(process.toHandle()).cpu().toMillis() < 20) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws IOException {
        processes.close();
    }
}

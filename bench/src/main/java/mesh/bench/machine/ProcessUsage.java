package mesh.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a process and its children have used so far, from proc(5).
 *
 * @param cpu time on a CPU, in user mode and in the kernel, of threads that live and that have ended
 * @param residentKib resident set, the sum over the processes; pages that they share count once for each
 */
public record ProcessUsage(Duration cpu, long residentKib) {
    public static final ProcessUsage NONE = new ProcessUsage(Duration.ZERO, 0);

    /** USER_HZ: the same on every architecture that we support, whatever the kernel's own tick is. */
    private static final int TICKS_PER_SECOND = 100;

    /** @throws IOException also when the process is gone */
    public static ProcessUsage of(ProcessHandle process) throws IOException {
        var total = NONE;
        for (var each : Stream.concat(Stream.of(process), process.descendants()).toList()) {
            var proc = Path.of("/proc", Long.toString(each.pid()));
            total = total.plus(new ProcessUsage(
                    cpu(Files.readString(proc.resolve("stat"))),
                    residentKib(Files.readString(proc.resolve("status")))));
        }
        return total;
    }

    public ProcessUsage plus(ProcessUsage other) {
        return new ProcessUsage(cpu.plus(other.cpu), residentKib + other.residentKib);
    }

    /** Fields 14 and 15 (utime, stime). They are counted after the name, which may hold spaces and brackets itself. */
    static Duration cpu(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** {@code VmRSS}, in kB that are KiB. A process that is ending has none. */
    static long residentKib(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .sum();
    }
}

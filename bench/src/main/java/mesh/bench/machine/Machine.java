package mesh.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that a result belongs to: numbers of two machines cannot be compared. */
public record Machine(String cpu, int cores, String kernel, long memoryMib, String java) {
    public static Machine here() throws IOException {
        return new Machine(
                value(Files.readString(Path.of("/proc/cpuinfo")), "model name"),
                Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                kib(value(Files.readString(Path.of("/proc/meminfo")), "MemTotal")) / 1024,
                Runtime.version().toString());
    }

    /** How many processes wanted to run at once during the last minute: what else goes on here. */
    public static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    @Override
    public String toString() {
        return "%s, %d cores, %d MiB, Linux %s, Java %s".formatted(cpu, cores, memoryMib, kernel, java);
    }

    /** The first value of {@code key : value} lines; a machine may not tell (arm64 has no model name). */
    static String value(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown " + key);
    }

    private static long kib(String value) {
        return Long.parseLong(value.replaceAll("\\D+", ""));
    }
}

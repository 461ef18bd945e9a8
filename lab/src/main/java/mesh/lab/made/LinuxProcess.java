package mesh.lab.made;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What proc(5) tells of a process. */
public final class LinuxProcess {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0; // fields of /proc/PID/stat, counted from the one after the program's name
    private static final int START_TICKS = 19;

    private LinuxProcess() {}

    /** Whether that very process runs. A zombie does not: it ended, and its parent has not looked yet. */
    public static boolean isRunning(long pid, long startTicks) {
        return stat(pid)
                .map(stat -> !stat[STATE].equals("Z") && startTicks(stat) == startTicks)
                .orElse(false);
    }

    /** When it started, in clock ticks since boot; 0 when there is no such process. */
    public static long startTicks(long pid) {
        return stat(pid).map(LinuxProcess::startTicks).orElse(0L);
    }

    /** The process whose environment holds {@code variable=value}. Needs root for other users' processes. */
    static Optional<Long> withEnvironment(String variable, String value) throws IOException {
        var wanted = "\0" + variable + "=" + value + "\0";
        try (var entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .filter(pid -> ("\0" + read(pid, "environ").orElse("")).contains(wanted))
                    .map(Long::parseLong)
                    .findFirst();
        }
    }

    private static long startTicks(String[] stat) {
        return Long.parseLong(stat[START_TICKS]);
    }

    private static Optional<String[]> stat(long pid) {
        return read(String.valueOf(pid), "stat") // PID (program name, may hold anything) S 1 2 3 …
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    }

    /** Empty when the process is gone: between a look and a read it may end at any time. */
    private static Optional<String> read(String pid, String file) {
        try {
            return Optional.of(Files.readString(PROC.resolve(pid).resolve(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

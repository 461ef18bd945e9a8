package mesh.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How many connections the descriptors of this process allow. */
final class DescriptorLimit {
    private static final int DEFAULT_CONNECTIONS = 10_000;
    private static final int PER_CONNECTION = 2; // downstream and upstream
    private static final int PER_PIPE = 2;
    private static final int OWN = 180; // listeners, selectors, jar files, log, admin connections
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+(\\d+)");

    private DescriptorLimit() {}

    /**
     * The limit for connections: as asked when the descriptors allow it, else the default as far as they do.
     *
     * @param asked 0: nothing was asked for
     * @param pipes each takes two descriptors
     * @param fail makes the exception for a limit that cannot be kept
     */
    static int connections(int asked, int pipes, Function<String, RuntimeException> fail) {
        int allowed = (openFiles() - OWN - PER_PIPE * pipes) / PER_CONNECTION;
        if (asked == 0) {
            return Math.max(1, Math.min(DEFAULT_CONNECTIONS, allowed));
        }
        if (asked > allowed) {
            throw fail.apply("the %d descriptors of this process are enough for %d; raise `ulimit -n` or ask for fewer"
                    .formatted(openFiles(), allowed));
        }
        return asked;
    }

    /** The soft limit, which the JVM raises to the hard one at its start; proc_pid_limits(5). */
    private static int openFiles() {
        try {
            var limits = Files.readString(Path.of("/proc/self/limits"));
            var soft = OPEN_FILES.matcher(limits);
            return soft.find() ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(soft.group(1))) : Integer.MAX_VALUE;
        } catch (IOException e) {
            throw new IllegalStateException("cannot read /proc/self/limits; is this Linux with /proc mounted?", e);
        }
    }
}

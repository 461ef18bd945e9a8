package mesh.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.linux.Command;

/** Programs of this machine. */
final class Programs {
    private Programs() {}

    /** On the PATH, or where the system keeps its servers, which is not on every user's PATH. */
    static Optional<Path> find(String name) {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The first line that a program prints about itself; some do so on standard error. */
    static String version(String... line) throws IOException {
        var run = Command.run(line).orThrow();
        return (run.output() + run.error()).strip().lines().findFirst().orElse("unknown version");
    }
}

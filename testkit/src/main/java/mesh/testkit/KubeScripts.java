package mesh.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The scripts that bring up a real Kubernetes for tests. They are looked for beside the project. */
public final class KubeScripts {
    /** The folder with the parent pom, from wherever the tests run. */
    public static final Path PROJECT = project();

    public static final Path FOLDER = PROJECT.resolveSibling("shared/tools/kube");

    private KubeScripts() {}

    public static boolean areHere() {
        return Files.isExecutable(FOLDER.resolve("apiserver"));
    }

    /** The user's own kubectl, else the one that the scripts built. */
    public static Optional<Path> kubectl() throws IOException {
        for (var folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, "kubectl"))) {
                return Optional.of(Path.of(folder, "kubectl"));
            }
        }
        var cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        var built = Path.of(cache, "diy-mesh", "kube");
        if (!Files.isDirectory(built)) {
            return Optional.empty();
        }
        try (var versions = Files.list(built)) {
            return versions.map(version -> version.resolve("bin/kubectl"))
                    .filter(Files::isExecutable)
                    .max(Comparator.naturalOrder());
        }
    }

    /**
     * Runs one of them; what it says to people goes to our stderr.
     * @param settings environment variables
     * @return the last line that it printed
     * @throws IOException when it fails or takes longer than {@code atMost}
     */
    public static String run(Map<String, String> settings, Duration atMost, String script, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(FOLDER.resolve(script).toString());
        command.addAll(List.of(arguments));
        var output = Files.createTempFile("meshkube-", ".out");
        var builder = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(settings);
        var process = builder.start();
        try {
            if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " did not end within " + atMost);
            }
            if (process.exitValue() != 0) {
                throw new IOException(command + " failed with " + process.exitValue());
            }
            return Files.readAllLines(output).stream().reduce("", (before, line) -> line);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(output);
        }
    }

    private static Path project() {
        var module = Path.of("").toAbsolutePath();
        return Files.exists(module.resolveSibling("mesh")) ? module.getParent() : module;
    }
}

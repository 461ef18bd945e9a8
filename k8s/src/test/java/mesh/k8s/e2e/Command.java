package mesh.k8s.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mesh.testkit.KubeScripts;

/** Runs programs as a user would: in the project's folder, with these settings, and not for ever. */
record Command(Duration atMost, Map<String, String> environment, String input) {
    Command(Duration atMost) {
        this(atMost, Map.of(), "");
    }

    Command with(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new Command(atMost, Map.copyOf(more), input);
    }

    Command given(String stdin) {
        return new Command(atMost, environment, stdin);
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** @throws IOException when it cannot be started or does not end in time */
    Output run(String... command) throws IOException {
        var out = Files.createTempFile("mesh-e2e-", ".out");
        var err = Files.createTempFile("mesh-e2e-", ".err");
        var in = Files.writeString(Files.createTempFile("mesh-e2e-", ".in"), input);
        try {
            var builder = new ProcessBuilder(command)
                    .directory(KubeScripts.PROJECT.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            int code = await(builder.start(), List.of(command), err);
            return new Output(List.of(command), code, Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
            Files.delete(in);
        }
    }

    private int await(Process process, List<String> command, Path err) throws IOException {
        try {
            if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IOException("%s did not end within %s; it said: %s"
                .formatted(
                        String.join(" ", command),
                        atMost,
                        new String(Files.readAllBytes(err), StandardCharsets.UTF_8)));
    }

    /** What came of it. */
    record Output(List<String> command, int code, String out, String err) {
        /** @return stdout */
        String mustSucceed() {
            if (code != 0) {
                throw new AssertionError(this);
            }
            return out;
        }

        @Override
        public String toString() {
            return "%s ended with %d\n%s\n%s".formatted(String.join(" ", command), code, out, err);
        }
    }
}

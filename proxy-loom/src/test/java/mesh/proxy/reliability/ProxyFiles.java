package mesh.proxy.reliability;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The proxy's classes and libraries where uid 1337 can read them: a build folder is often below somebody's home, which
 * is closed to others. (The jar itself is packed after the tests.)
 */
final class ProxyFiles {
    private static final Pattern ONLY_FOR_TESTS =
            Pattern.compile("(junit|jqwik|opentest4j|testkit|netinit|controlplane|helidon|snake).*");

    private static final Path FOLDER = copied();

    private ProxyFiles() {}

    static String classpath() {
        return FOLDER + "/*";
    }

    /** The flags that the proxy is shipped with. */
    static Path jvmFlags() {
        return FOLDER.resolve("proxy.jvm");
    }

    private static Path copied() {
        try {
            var folder = Files.createTempDirectory("proxy-loom-test");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder.toFile())));
            for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                copy(Path.of(entry), folder);
            }
            pack(folder);
            Files.copy(Path.of("proxy.jvm"), folder.resolve("proxy.jvm"));
            run("chmod", "-R", "a+rX", folder.toString());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the proxy to where uid 1337 can read it", e);
        }
    }

    /** Our main classes into one folder, what the proxy needs of libraries beside it. */
    private static void copy(Path entry, Path folder) throws IOException {
        if (entry.endsWith("classes")
                && (entry.toString().contains("proxy-loom") || entry.toString().contains("native"))) {
            run("cp", "-r", entry.toString(), folder.toString());
        } else if (entry.endsWith("classes") && entry.toString().contains("proto")) {
            run("cp", "-r", entry + "/.", folder.resolve("classes").toString());
        } else if (entry.toString().endsWith(".jar")
                && !ONLY_FOR_TESTS.matcher(entry.getFileName().toString()).matches()) {
            Files.copy(entry, folder.resolve(entry.getFileName().toString()));
        }
    }

    /** A jar is open already when descriptors run out; from a folder no class could be loaded then. */
    private static void pack(Path folder) throws IOException {
        var classes = folder.resolve("classes");
        var jar = Path.of(System.getProperty("java.home"), "bin", "jar").toString();
        run(jar, "-c", "-f", folder.resolve("proxy-loom.jar").toString(), "-C", classes.toString(), ".");
        delete(classes.toFile());
    }

    private static void run(String... line) throws IOException {
        mesh.linux.Command.run(line).orThrow();
    }

    private static void delete(File file) {
        for (var child : List.of(file.listFiles() == null ? new File[0] : file.listFiles())) {
            delete(child);
        }
        if (!file.delete()) {
            System.err.println("left behind: " + file);
        }
    }
}

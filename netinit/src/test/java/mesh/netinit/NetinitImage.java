package mesh.netinit;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import mesh.linux.Command;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * Builds netinit's image from what this machine has: the classes under test, a runtime made by jlink, and as the base
 * not a distribution's image but copies of the machine's own iptables. Nothing is pulled or downloaded.
 */
final class NetinitImage {
    private static final Path RUNTIME = Path.of("target/image/java");
    private static final Path JAR = Path.of("target/image/netinit.jar");
    private static final Path MANIFEST = Path.of("target/image/manifest");
    private static final Path ROOT = Path.of("target/base-image/root");
    private static final Pattern LIBRARY = Pattern.compile("\\s(/\\S+) \\(0x");

    private NetinitImage() {}

    /** A shell, a few commands and iptables. @return the image's name */
    static String base() throws IOException {
        for (var program :
                List.of("/bin/sh", "/bin/sleep", "/bin/uname", "/usr/bin/tr", "/bin/mv", "/bin/rm", "/usr/bin/env")) {
            copyProgram(Path.of(program), Path.of(program));
        }
        for (var family : Family.values()) {
            for (var backend : Backend.values()) {
                for (var verb : List.of("save", "restore")) {
                    var name = Path.of("/usr/sbin", "%s-%s-%s".formatted(family.program(), backend.word(), verb));
                    copyProgram(name, name);
                }
            }
        }
        copyExtensions();
        copyLibrariesOfJava();
        Files.createDirectories(ROOT.resolve("run")); // the legacy programs' lock
        Files.createDirectories(ROOT.resolve("tmp"));
        return new ImageFromDockerfile("diy-mesh/netinit-base-test", false)
                .withFileFromString("Dockerfile", "FROM scratch\nCOPY root /\nENV PATH=/usr/sbin:/usr/bin:/sbin:/bin\n")
                .withFileFromPath("root", ROOT)
                .get();
    }

    /** The project's own Dockerfile on that base, with a Java linked here in place of a JDK's image. @return the image's name */
    static String on(String base) throws IOException {
        makeRuntime();
        makeJar();
        var java = new ImageFromDockerfile("diy-mesh/netinit-java-test", false)
                .withFileFromString(
                        "Dockerfile",
                        "FROM " + base + "\nCOPY runtime /opt/java\nENV PATH=/opt/java/bin:/usr/bin:/bin\n")
                .withFileFromPath("runtime", RUNTIME)
                .get();
        return new ImageFromDockerfile("diy-mesh/netinit-test", false)
                .withFileFromPath("Dockerfile", Path.of("Dockerfile"))
                .withFileFromPath("netinit/target/netinit.jar", JAR)
                .withBuildArg("BASE", base)
                .withBuildArg("JDK", java)
                .get();
    }

    /** With the jar tool, which takes JNA's library out of the jar. */
    private static void makeRuntime() {
        if (Files.isExecutable(RUNTIME.resolve("bin/jar"))) {
            return; // the JDK has not changed since the last run of the tests
        }
        tool(
                "jlink",
                "--add-modules",
                "java.base,java.logging,jdk.jartool",
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                RUNTIME.toString());
    }

    /** What is on the class path of this test, in one jar as the build will pack it. */
    private static void makeJar() throws IOException {
        Files.createDirectories(JAR.getParent());
        Files.writeString(MANIFEST, """
                Main-Class: mesh.netinit.Netinit
                Enable-Native-Access: ALL-UNNAMED
                Add-Exports: java.base/sun.nio.ch
                """);
        tool("jar", "--create", "--file", JAR.toString(), "--manifest", MANIFEST.toString());
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(entry);
            if (Files.isDirectory(path) && path.endsWith("target/classes")) {
                tool("jar", "--update", "--file", JAR.toString(), "-C", path.toString(), ".");
            } else if (Stream.of("jna-", "picocli-", "jackson-core-", "native-")
                    .anyMatch(path.getFileName().toString()::startsWith)) {
                addContentOf(path);
            }
        }
    }

    private static void addContentOf(Path library) throws IOException {
        try (var from = FileSystems.newFileSystem(library);
                var to = FileSystems.newFileSystem(JAR)) {
            try (var files = Files.walk(from.getPath("/"))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var target = to.getPath(file.toString());
                    if (!file.startsWith("/META-INF") && !Files.exists(target)) {
                        Files.createDirectories(target.getParent());
                        Files.copy(file, target);
                    }
                }
            }
        }
    }

    private static void copyProgram(Path program, Path to) throws IOException {
        copy(program.toRealPath(), to);
        copyLibraries(program);
    }

    /** Those that the runtime takes from the system, as any distribution's image has them. */
    private static void copyLibrariesOfJava() throws IOException {
        var java = Path.of(System.getProperty("java.home"));
        for (var file :
                List.of("bin/java", "lib/jspawnhelper", "lib/server/libjvm.so", "lib/libjava.so", "lib/libnio.so")) {
            copyLibraries(java.resolve(file));
        }
    }

    private static void copyLibraries(Path program) throws IOException {
        var libraries =
                LIBRARY.matcher(Command.run("ldd", program.toString()).orThrow().output());
        while (libraries.find()) {
            var library = Path.of(libraries.group(1));
            if (!library.startsWith(System.getProperty("java.home"))) { // the image has its own of those
                copy(library, library);
            }
        }
    }

    /** Matches and targets are libraries of their own, in a folder whose place depends on the distribution. */
    private static void copyExtensions() throws IOException {
        var architecture = System.getProperty("os.arch").replace("amd64", "x86_64");
        var folder = Stream.of(
                        "/usr/lib/" + architecture + "-linux-gnu/xtables", "/usr/lib64/xtables", "/usr/lib/xtables")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new IOException("iptables' extensions are not where distributions put them"));
        try (var extensions = Files.list(folder)) {
            for (var extension : extensions.toList()) {
                copy(extension.toRealPath(), extension);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        var target = ROOT.resolve(to.toString().substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(from, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void tool(String name, String... arguments) {
        var said = new StringWriter();
        var writer = new PrintWriter(said);
        int exit = ToolProvider.findFirst(name)
                .orElseThrow(() -> new IllegalStateException("this Java has no " + name + ": it is not a JDK"))
                .run(writer, writer, arguments);
        if (exit != 0) {
            throw new IllegalStateException("%s %s failed: %s".formatted(name, Arrays.toString(arguments), said));
        }
    }
}

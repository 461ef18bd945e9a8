package mesh.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.lab.pod.Build;
import mesh.lab.topology.Site;
import mesh.linux.Command;

/**
 * The command line as a process of its own, with a mesh of its own: it may run beside a person's. The programs in the
 * pods are the jars that the build made before this module.
 */
final class MeshCli implements AutoCloseable {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final Site site;
    private final Path home;

    private final Path jdk;
    private final List<Process> started = new ArrayList<>();

    private MeshCli(Site site, Path home, Path jdk) {
        this.site = site;
        this.home = home;
        this.jdk = jdk;
    }

    static MeshCli onItsOwn() {
        return withHome(built());
    }

    /** With another JDK than the one that runs the tests. */
    static MeshCli withJdk(Path jdk) {
        return new MeshCli(newSite(), built(), jdk);
    }

    /** With other jars than those that the build made. */
    static MeshCli withHome(Path home) {
        return new MeshCli(newSite(), home, Path.of(System.getProperty("java.home")));
    }

    private static Site newSite() {
        var name = ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
        return new Site("mt" + name + "-", Path.of("/run/diy-mesh-test-" + name));
    }

    /** The folder of the sources: Maven runs tests in their module's folder. */
    private static Path built() {
        return Path.of("").toAbsolutePath().getParent();
    }

    Site site() {
        return site;
    }

    Command run(String... args) throws IOException {
        return Command.run(line(args).toArray(String[]::new));
    }

    /** Starts it and does not wait. */
    Process start(String... args) throws IOException {
        var process = new ProcessBuilder(line(args)).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private List<String> line(String... args) {
        var line = new ArrayList<>(List.of(
                jdk.resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", // in the jar its manifest asks for these two
                "-D" + Site.PREFIX_PROPERTY + "=" + site.prefix(),
                "-D" + Site.FOLDER_PROPERTY + "=" + site.folder(),
                "-D" + Build.HOME_PROPERTY + "=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Lab.class.getName()));
        line.addAll(List.of(args));
        return line;
    }

    /** What of this mesh is on the machine: namespaces, folders, mounts, processes. */
    List<String> traces() throws IOException {
        var traces = new ArrayList<String>();
        for (var names : List.of("/run/netns", "/etc/netns")) {
            if (Files.exists(Path.of(names))) {
                try (var entries = Files.list(Path.of(names))) {
                    entries.map(Path::toString)
                            .filter(name -> name.contains("/" + site.prefix()))
                            .forEach(traces::add);
                }
            }
        }
        if (Files.exists(site.folder())) {
            traces.add(site.folder().toString());
        }
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(site.folder().toString()) || line.contains(site.prefix()))
                .forEach(traces::add);
        ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().commandLine().orElse("").contains(site.folder() + "/lib"))
                .forEach(process -> traces.add("process " + process.pid()));
        return traces;
    }

    /** What a failed test has left goes, too. */
    @Override
    public void close() throws IOException {
        started.forEach(Process::destroyForcibly);
        for (var process : started) {
            process.onExit().join();
        }
        run("down");
    }
}

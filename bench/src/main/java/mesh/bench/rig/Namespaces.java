package mesh.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mesh.linux.Command;
import mesh.linux.NetworkNamespace;

/** The benchmark's own namespaces. Their names hold our process id, so that a later run knows whose they were. */
public final class Namespaces {
    private static final String PREFIX = "meshbench-";
    private static final Path NAMES = Path.of("/run/netns");

    private Namespaces() {}

    public static NetworkNamespace create(String suffix) throws IOException {
        return NetworkNamespace.create(PREFIX + ProcessHandle.current().pid() + "-" + suffix);
    }

    /** Removes what a run that was killed left: its processes are inside its namespaces. */
    public static void removeLeftovers() throws IOException {
        if (!Files.isDirectory(NAMES)) {
            return;
        }
        try (var files = Files.list(NAMES)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.startsWith(PREFIX) && ownerIsGone(name)) {
                    endProcesses(name);
                    Command.run("ip", "netns", "delete", name).orThrow();
                }
            }
        }
    }

    private static boolean ownerIsGone(String name) {
        return ProcessHandle.of(Long.parseLong(name.split("-")[1])).isEmpty();
    }

    private static void endProcesses(String name) throws IOException {
        Command.run("ip", "netns", "pids", name)
                .orThrow()
                .output()
                .lines()
                .map(Long::valueOf)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** {@code /proc/sys/net} shows the namespace of the thread that looks. */
    public static void sysctl(NetworkNamespace pod, String name, String value) throws Exception {
        pod.call(() -> Files.writeString(Path.of("/proc/sys", name), value));
    }

    public static void restore(NetworkNamespace pod, String rules) throws Exception {
        pod.call(() -> Command.run(List.of("iptables-restore"), rules).orThrow());
    }
}

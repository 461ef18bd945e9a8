package mesh.lab.pod;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mesh.lab.made.Ledger;
import mesh.lab.made.LinuxProcess;
import mesh.lab.made.Made.Program;
import mesh.lab.topology.ControlPlane;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Service;
import mesh.lab.topology.Site;
import mesh.lab.topology.Topology;

/** Starts programs inside pods: as their own users, without capabilities, and so that they outlive this process. */
public final class Programs {
    /** A log ends here; what a program writes after that is lost, and the program runs on. */
    private static final long MAX_LOG_BYTES = 64 << 20;

    /** Short: a person who calls now and then sees whole connections; under load they are kept all the same. */
    public static final Duration UPSTREAM_IDLE = Duration.ofMillis(250);

    private static final List<String> APP_JVM =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xms8m", "-Xmx32m", "-Xss512k");

    private static final List<String> CONTROL_PLANE_JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms16m",
            "-Xmx96m",
            "-Xss512k",
            "--sun-misc-unsafe-memory-access=allow"); // protobuf uses Unsafe

    private final Ledger ledger;
    private final Site site;
    private final Path java;

    /** @param jdk readable for every user */
    public Programs(Ledger ledger, Site site, Path jdk) {
        this.ledger = ledger;
        this.site = site;
        this.java = jdk.resolve("bin/java");
    }

    public Running proxy(Pod pod) throws IOException {
        var line = new ArrayList<>(List.of(java.toString(), "@" + site.lib().resolve(Build.PROXY_JVM)));
        line.addAll(List.of("-jar", site.lib().resolve(Build.PROXY_JAR).toString()));
        line.addAll(List.of("--control-plane", ControlPlane.ADDRESS));
        line.addAll(List.of("--pod", pod.name(), "--namespace", Service.NAMESPACE, "--workload", pod.name()));
        line.addAll(List.of("--upstream-idle-timeout", UPSTREAM_IDLE.toMillis() + "ms"));
        return start(place(pod), "proxy", Pod.PROXY_UID, line);
    }

    public Running app(Pod pod) throws IOException {
        var line = new ArrayList<>(List.of(java.toString()));
        line.addAll(APP_JVM);
        line.addAll(List.of("-jar", site.lib().resolve(Build.SAMPLE_JAR).toString()));
        line.addAll(List.of("--name", pod.name(), "--version", pod.version()));
        pod.peer().ifPresent(peer -> line.addAll(List.of("--peer", peer, "--call-every", "2")));
        return start(place(pod), "app", pod.appUid(), line);
    }

    /** In the node's network, where the proxies of all pods reach it. */
    public Running controlPlane() throws IOException {
        var line = new ArrayList<>(List.of(java.toString()));
        line.addAll(CONTROL_PLANE_JVM);
        line.addAll(List.of("-jar", site.lib().resolve(Build.CONTROL_PLANE_JAR).toString()));
        line.addAll(List.of("--folder", site.manifests().toString()));
        line.addAll(List.of("--grpc", String.valueOf(ControlPlane.GRPC_PORT)));
        line.addAll(List.of("--admin", String.valueOf(ControlPlane.ADMIN_PORT)));
        var node = new Place(Topology.NODE, site.topology().node());
        return start(node, ControlPlane.ROLE, ControlPlane.UID, line);
    }

    private record Place(String name, String namespace) {}

    private static Place place(Pod pod) {
        return new Place(pod.name(), pod.namespace());
    }

    private Running start(Place place, String role, int uid, List<String> line) throws IOException {
        var folder = site.logs(place.name());
        var log = folder.resolve(role + ".log");
        var planned = new Program(place.name(), role, uid, UUID.randomUUID().toString(), 0, 0);
        var builder = new ProcessBuilder(wrapped(place, uid, line))
                .directory(folder.toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true);
        builder.environment().clear(); // a program's settings are in its line, not in the shell that ran `up`
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put(Program.MARK, planned.mark());
        var process = ledger.make(planned, builder::start, it -> started(planned, it));
        return new Running(started(planned, process), process, log);
    }

    private static Program started(Program planned, Process process) {
        return planned.started(process.pid(), LinuxProcess.startTicks(process.pid()));
    }

    /** Each program here becomes the next by execve(2), so the process keeps its id down to java. */
    private static List<String> wrapped(Place place, int uid, List<String> line) {
        var whole = new ArrayList<>(List.of("setsid")); // no terminal: Ctrl-C there is not meant for it
        whole.addAll(List.of("prlimit", "--fsize=" + MAX_LOG_BYTES));
        whole.addAll(List.of("ip", "netns", "exec", place.namespace())); // with the pod's /etc/hosts
        whole.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"));
        whole.addAll(List.of("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"));
        whole.addAll(line);
        return whole;
    }

    /** The end of a log, for an error message. */
    static String tail(Path log, int lines) {
        try {
            var all = Files.readAllLines(log);
            return String.join("\n    ", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(its log cannot be read: " + e.getMessage() + ")";
        }
    }
}

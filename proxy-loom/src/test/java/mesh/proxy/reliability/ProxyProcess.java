package mesh.proxy.reliability;

import static mesh.testkit.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import mesh.linux.NetworkNamespace;

/**
 * A proxy as its users run it: a process of its own in a pod, as uid 1337 and without a capability, with the JVM flags
 * it is shipped with.
 */
final class ProxyProcess implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final NetworkNamespace pod;
    private final Process process;
    private final Collection<String> output;
    private final Collection<String> error;

    private ProxyProcess(NetworkNamespace pod, Process process) {
        this.pod = pod;
        this.process = process;
        this.output = collect(process.inputReader(), "stdout");
        this.error = collect(process.errorReader(), "stderr");
    }

    /** How to start one. */
    record Launch(NetworkNamespace pod, List<String> before, List<String> jvm, List<String> flags) {
        private static final List<String> ACCESS = List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED");

        static Launch in(NetworkNamespace pod, String... flags) {
            return new Launch(pod, List.of(), ACCESS, List.of(flags));
        }

        /** With a ceiling of descriptors. */
        Launch descriptors(int most) {
            return new Launch(pod, List.of("prlimit", "--nofile=" + most + ":" + most), jvm, flags);
        }

        /** As if the jar's manifest did not open java.lang. */
        Launch withoutOpens() {
            return new Launch(pod, before, ACCESS.subList(1, ACCESS.size()), flags);
        }

        /** Starts it, and does not wait for anything. */
        ProxyProcess start() throws Exception {
            var line = new ArrayList<>(before);
            line.addAll(List.of("setpriv", "--reuid=1337", "--regid=1337", "--clear-groups", "--bounding-set=-all"));
            line.add(System.getProperty("java.home") + "/bin/java");
            line.add("@" + ProxyFiles.jvmFlags());
            line.addAll(jvm);
            line.addAll(List.of("-cp", ProxyFiles.classpath(), "mesh.proxy.Proxy"));
            line.addAll(flags);
            return new ProxyProcess(pod, pod.call(() -> new ProcessBuilder(line).start()));
        }

        /** Starts it and waits until it accepts. */
        ProxyProcess ready() throws Exception {
            var proxy = start();
            try {
                eventually(
                        "the proxy is ready",
                        () -> proxy.errors(),
                        text -> text.contains("proxy-loom ready") || !proxy.process.isAlive());
                if (!proxy.process.isAlive()) {
                    throw new AssertionError("the proxy did not start: " + proxy.errors());
                }
                return proxy;
            } catch (Exception | AssertionError e) {
                proxy.close();
                throw e;
            }
        }
    }

    private static Collection<String> collect(BufferedReader reader, String name) {
        var lines = new ConcurrentLinkedQueue<String>();
        Thread.ofPlatform().daemon().name("proxy-" + name).start(() -> {
            try (reader) {
                reader.lines().forEach(lines::add);
            } catch (IOException | java.io.UncheckedIOException e) {
                lines.add("(output ends: " + e.getMessage() + ")");
            }
        });
        return lines;
    }

    long pid() {
        return process.pid(); // setpriv and prlimit exec what they start: the process stays the same
    }

    /** What it has printed to standard error until now. */
    String errors() {
        return String.join("\n", error);
    }

    /** The access log until now. */
    List<String> log() {
        return List.copyOf(output);
    }

    Http.Answer get(String path) throws Exception {
        try {
            return Http.get(pod, "127.0.0.1", path);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; the proxy says: " + errors(), e);
        }
    }

    /** The finished connections, oldest first. */
    List<JsonNode> stories() throws Exception {
        var answer = get("/stories?limit=1000");
        return StreamSupport.stream(JSON.readTree(answer.body()).get("stories").spliterator(), false)
                .toList();
    }

    /** The latest story that matches, once there is one. */
    JsonNode story(Predicate<JsonNode> wanted) throws Exception {
        return eventually(
                        "a story as wanted",
                        this::stories,
                        stories -> stories.stream().anyMatch(wanted))
                .stream()
                .filter(wanted)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /** One number of /metrics. */
    double metric(String nameAndLabels) throws Exception {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(nameAndLabels + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + nameAndLabels));
    }

    double openConnections() throws Exception {
        return metric("mesh_connections_open{direction=\"inbound\"}")
                + metric("mesh_connections_open{direction=\"outbound\"}");
    }

    /** How many descriptors it holds. */
    long descriptors() throws IOException {
        try (var list = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
            return list.count();
        }
    }

    /** The same without files, such as the jars that the JVM opens when it first looks for a class there. */
    long descriptorsButFiles() throws IOException {
        try (var list = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
            return list.filter(descriptor -> !isFile(descriptor)).count();
        }
    }

    /** proc_pid_fd(5): others are told as {@code socket:[inode]}, {@code pipe:[inode]} and the like. */
    private static boolean isFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).isAbsolute();
        } catch (IOException e) {
            return true; // closed since it was listed: it does not count
        }
    }

    /** Memory that it really occupies, proc_pid_status(5). */
    long rssKib() throws IOException {
        var status = RSS.matcher(Files.readString(Path.of("/proc/" + pid() + "/status")));
        if (!status.find()) {
            throw new IOException("no VmRSS: is the proxy gone?");
        }
        return Long.parseLong(status.group(1));
    }

    /** Processor time used until now, user and system, in ticks of 10 ms; proc_pid_stat(5), fields 14 and 15. */
    long cpuTicks() throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy(); // Process.destroy would also close its output, and with it the end of the log
    }

    /** The exit code, once it has ended. */
    int exit() throws Exception {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the proxy does not end: " + errors());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package mesh.bench.rig;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import mesh.bench.load.Target;
import mesh.bench.machine.ProcessUsage;
import mesh.linux.NetworkNamespace;

/** Two namespaces joined by a cable, a client's and a server's, and the subject's sidecar in each. */
public final class Testbed implements Closeable {
    private static final String CLIENT_ADDRESS = "10.78.0.1/24";

    private final Subject subject;
    private final Cleanup mine = new Cleanup();
    private final List<Sidecar> sidecars = new ArrayList<>();
    private final NetworkNamespace client;
    private final NetworkNamespace server;

    private Testbed(Subject subject, int number) throws IOException {
        this.subject = subject;
        this.client = namespace(number + "c");
        this.server = namespace(number + "s");
    }

    private NetworkNamespace namespace(String suffix) throws IOException {
        var namespace = Namespaces.create(suffix);
        mine.add(namespace::close);
        return namespace;
    }

    /** Lays the cable and lets connections come and go fast; no proxy yet. */
    public static Testbed create(Subject subject, int number) throws Exception {
        var testbed = new Testbed(subject, number);
        try {
            testbed.cable();
            return testbed;
        } catch (IOException | RuntimeException e) {
            testbed.close();
            throw e;
        }
    }

    private void cable() throws Exception {
        client.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", server.name())
                .orThrow();
        configure(client, CLIENT_ADDRESS);
        configure(server, Target.HOST + "/24");
        server.run("ip", "address", "add", Target.CANARY_HOST + "/24", "dev", "eth0")
                .orThrow();
        client.run(
                        "ip",
                        "route",
                        "add",
                        Manifests.VIRTUAL_NETWORK,
                        "dev",
                        "eth0") // else nothing leaves to be redirected
                .orThrow();
    }

    private static void configure(NetworkNamespace pod, String address) throws Exception {
        pod.run("ip", "address", "add", address, "dev", "eth0").orThrow();
        pod.run("ip", "link", "set", "eth0", "up").orThrow();
        Namespaces.sysctl(pod, "net/ipv4/ip_local_port_range", "20000 65000");
        Namespaces.sysctl(pod, "net/ipv4/tcp_tw_reuse", "1"); // else connect-close runs out of ports
    }

    /** Starts both sidecars and only then sends traffic to them. */
    public void startProxies(Path folder) throws Exception {
        startProxy(client, folder);
        startProxy(server, folder);
    }

    /** Starts the client's sidecar only: one hop. */
    public void startClientProxy(Path folder) throws Exception {
        startProxy(client, folder);
    }

    private void startProxy(NetworkNamespace pod, Path folder) throws Exception {
        if (!subject.hasProxy()) {
            return;
        }
        var its = folderFor(folder, pod);
        if (subject.controlPlane().isPresent()) {
            var controlPlane =
                    mine.add(ControlPlane.start(subject.controlPlane().get(), pod, its));
            sidecars.add(mine.add(Sidecar.start(subject, pod, its)));
            controlPlane.awaitProxy();
        } else {
            sidecars.add(mine.add(Sidecar.start(subject, pod, its)));
        }
        Redirect.apply(pod);
        Namespaces.sysctl(pod, "net/netfilter/nf_conntrack_tcp_timeout_time_wait", "1"); // its table is bounded
    }

    private static Path folderFor(Path parent, NetworkNamespace pod) throws IOException {
        var folder = Files.createDirectory(parent.resolve(pod.name()));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx")); // for the proxy's user
        return folder;
    }

    public Subject subject() {
        return subject;
    }

    public String clientNamespace() {
        return client.name();
    }

    public String serverNamespace() {
        return server.name();
    }

    /** Of both proxies together. */
    public ProcessUsage usage() throws IOException {
        var total = ProcessUsage.NONE;
        for (var sidecar : sidecars) {
            total = total.plus(sidecar.usage());
        }
        return total;
    }

    /** Connections that the server's sidecar and the server accepted so far, both together: {@code PassiveOpens}. */
    public long connectionsAccepted() throws Exception {
        return server.call(() -> passiveOpens(Files.readAllLines(Path.of("/proc/thread-self/net/snmp"))));
    }

    /** proc_net(5): a line that names the columns, then one with the numbers. */
    static long passiveOpens(List<String> snmp) {
        var tcp = snmp.stream().filter(line -> line.startsWith("Tcp:")).toList();
        int column = List.of(tcp.getFirst().split(" ")).indexOf("PassiveOpens");
        return Long.parseLong(tcp.getLast().split(" ")[column]);
    }

    /** What both proxies printed. */
    public String said() throws IOException {
        var text = new StringBuilder();
        for (var sidecar : sidecars) {
            text.append(sidecar.said()).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        mine.close();
    }
}

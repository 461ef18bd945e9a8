package mesh.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.linux.Command;
import mesh.linux.NetworkNamespace;

/**
 * The network of one test: namespaces and the cables between them. Names carry this process's id; what a crashed run
 * left is removed by the next one.
 */
public final class TestNetwork implements AutoCloseable {
    private static final String PREFIX = "mesht-";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    static {
        removeLeftovers();
    }

    private final Deque<NetworkNamespace> pods = new ArrayDeque<>();

    /** A namespace with only its loopback. */
    public NetworkNamespace pod() throws IOException {
        var name = PREFIX + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
        var pod = NetworkNamespace.create(name);
        pods.push(pod);
        return pod;
    }

    /**
     * A veth(4) pair: {@code eth0} in both, with the addresses given ({@code 10.0.0.1/24}, {@code fd00::1/64}), both up,
     * usable at once (no duplicate address detection).
     */
    public void cable(NetworkNamespace left, NetworkNamespace right, String... leftThenRight) throws IOException {
        left.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", right.name())
                .orThrow();
        for (int i = 0; i < leftThenRight.length; i++) {
            address(i < leftThenRight.length / 2 ? left : right, leftThenRight[i]);
        }
        left.run("ip", "link", "set", "eth0", "up").orThrow();
        right.run("ip", "link", "set", "eth0", "up").orThrow();
    }

    /**
     * An {@code eth0} with a default route in both families: connections can be opened, and go nowhere. It is one end
     * of a cable whose other end nobody listens at, because not every kernel has dummy interfaces.
     */
    public NetworkNamespace podWithNowhereToGo() throws IOException {
        var pod = pod();
        pod.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "nowhere")
                .orThrow();
        address(pod, "10.99.0.2/24");
        address(pod, "fd99::2/64");
        pod.run("ip", "link", "set", "eth0", "up").orThrow();
        pod.run("ip", "link", "set", "nowhere", "up").orThrow();
        pod.run("ip", "route", "add", "default", "dev", "eth0").orThrow();
        pod.run("ip", "-6", "route", "add", "default", "dev", "eth0").orThrow();
        return pod;
    }

    private static void address(NetworkNamespace pod, String address) throws IOException {
        if (address.contains(":")) {
            pod.run("ip", "address", "add", address, "dev", "eth0", "nodad").orThrow();
        } else {
            pod.run("ip", "address", "add", address, "dev", "eth0").orThrow();
        }
    }

    @Override
    public void close() throws IOException {
        while (!pods.isEmpty()) {
            pods.pop().close();
        }
    }

    private static void removeLeftovers() {
        try (var names = Files.list(Path.of("/run/netns"))) {
            for (var name : names.map(path -> path.getFileName().toString()).toList()) {
                if (name.startsWith(PREFIX) && ownerIsGone(name)) {
                    Command.run("ip", "netns", "delete", name);
                }
            }
        } catch (IOException e) {
            // No /run/netns yet: no namespace was ever named on this machine.
        }
    }

    private static boolean ownerIsGone(String name) {
        long pid = Long.parseLong(name.split("-")[1]);
        return ProcessHandle.of(pid).isEmpty();
    }
}

package mesh.lab.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import mesh.lab.made.Ledger;
import mesh.lab.made.Made;
import mesh.lab.made.Removal;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Site;
import mesh.lab.topology.Topology;
import mesh.lab.view.Failure;
import mesh.linux.Command;
import mesh.linux.NetworkNamespace;

/**
 * Makes the network: a namespace for the node with a bridge in it, one for each pod, and a cable (veth(4)) from each
 * pod to the bridge. One run of {@code ip -batch} configures a whole namespace.
 */
public final class Wiring {
    private static final Path FORWARD_IPV4 = Path.of("/proc/sys/net/ipv4/ip_forward");
    private static final Path FORWARD_IPV6 = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");

    private final Ledger ledger;
    private final Topology topology;
    private final boolean ipv6 = Files.exists(Path.of("/proc/net/if_inet6"));

    public Wiring(Ledger ledger, Topology topology) {
        this.ledger = ledger;
        this.topology = topology;
    }

    public boolean ipv6() {
        return ipv6;
    }

    /** The node: its bridge is the pods' gateway. */
    public void node() throws IOException {
        var node = namespace(topology.node());
        var lines = new ArrayList<>(List.of(
                "link add %s type bridge mcast_snooping 0".formatted(Topology.BRIDGE),
                "address add %s/%d dev %s".formatted(Topology.NODE_IPV4, Topology.IPV4_PREFIX_BITS, Topology.BRIDGE)));
        if (ipv6) {
            lines.add("address add %s/%d dev %s nodad"
                    .formatted(Topology.NODE_IPV6, Topology.IPV6_PREFIX_BITS, Topology.BRIDGE));
        }
        lines.add("link set %s up".formatted(Topology.BRIDGE));
        batch(topology.node(), lines);
        answerForTheRestOfTheWorld(node);
    }

    /** A pod: its cable to the bridge, its addresses, and the names of the others. */
    public NetworkNamespace pod(Pod pod) throws IOException {
        var namespace = namespace(pod.namespace());
        batch(pod.namespace(), podLines(pod));
        batch(topology.node(), List.of("link set %s master %s up".formatted(pod.name(), Topology.BRIDGE)));
        names(pod);
        return namespace;
    }

    private List<String> podLines(Pod pod) {
        var lines = new ArrayList<>(List.of(
                "link add eth0 type veth peer name %s netns %s".formatted(pod.name(), topology.node()),
                "address add %s/%d dev eth0".formatted(pod.ipv4(), Topology.IPV4_PREFIX_BITS),
                "link set eth0 up",
                "route add default via " + Topology.NODE_IPV4));
        if (ipv6) {
            lines.add("address add %s/%d dev eth0 nodad".formatted(pod.ipv6(), Topology.IPV6_PREFIX_BITS));
            lines.add("route add ::/0 via " + Topology.NODE_IPV6);
        }
        return lines;
    }

    private NetworkNamespace namespace(String name) throws IOException {
        return ledger.make(
                new Made.Namespace(name, 0),
                () -> create(name),
                made -> new Made.Namespace(name, Removal.inode(made.path())));
    }

    private static NetworkNamespace create(String name) throws IOException {
        try {
            return NetworkNamespace.create(name);
        } catch (IOException e) {
            throw new Failure(
                    "cannot make network namespace %s: %s. In a container that needs CAP_SYS_ADMIN and CAP_NET_ADMIN: start it with --privileged."
                            .formatted(name, e.getMessage()),
                    e);
        }
    }

    /** Beyond the bridge there is nothing. A router says so at once, where a mere host would let callers wait. */
    private void answerForTheRestOfTheWorld(NetworkNamespace node) throws IOException {
        InPod.call(node, () -> {
            Files.writeString(FORWARD_IPV4, "1");
            if (ipv6) {
                Files.writeString(FORWARD_IPV6, "1");
            }
            return null;
        });
    }

    private void names(Pod pod) throws IOException {
        var all = Site.configurations();
        if (!Files.exists(all)) {
            ledger.make(new Made.SharedFolder(all.toString()), () -> Files.createDirectories(all));
        }
        var folder = Site.configuration(pod);
        ledger.make(new Made.Folder(folder.toString()), () -> Files.createDirectory(folder));
        readableForAll(folder, "rwxr-xr-x");
        var hosts = Files.writeString(folder.resolve("hosts"), topology.hosts(ipv6));
        readableForAll(hosts, "rw-r--r--");
    }

    private static void batch(String namespace, List<String> lines) throws IOException {
        Command.run(List.of("ip", "-n", namespace, "-batch", "-"), String.join("\n", lines) + "\n")
                .orThrow();
    }

    /** Whatever root's umask says. */
    public static void readableForAll(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}

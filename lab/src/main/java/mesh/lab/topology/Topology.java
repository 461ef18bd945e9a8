package mesh.lab.topology;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mesh.lab.view.Failure;

/**
 * Three pods and the node between them. The node is a namespace as well: its bridge, its addresses and its routes are
 * the pods' only, so nothing of the machine's own network is touched.
 *
 * @param node the name of the node's network namespace
 * @param services names and virtual addresses for pods
 */
public record Topology(String node, List<Pod> pods, List<Service> services) {
    public static final String BRIDGE = "mesh0";

    /** What people call the node. */
    public static final String NODE = "node";

    public static final String NODE_IPV4 = "10.77.0.1";
    public static final String NODE_IPV6 = "fd77::1";
    public static final int IPV4_PREFIX_BITS = 24;
    public static final int IPV6_PREFIX_BITS = 64;

    /** @param prefix put before the name of every namespace, so that two meshes can run side by side */
    public static Topology of(String prefix) {
        return new Topology(
                prefix + "mesh-node",
                List.of(
                        pod(prefix, "app-a", 2, 2001, "v1", Optional.of("http://app-b:" + Pod.APP_PORT)),
                        pod(prefix, "app-b", 3, 2002, "v1", Optional.empty()),
                        pod(prefix, "app-b2", 4, 2003, "v2", Optional.empty())),
                List.of(
                        Service.of("app-b", 3, "v1", "app-b"),
                        Service.of("app-b2", 4, "v2", "app-b2"),
                        Service.of("app-b-all", 5, "", "app-b", "app-b2")));
    }

    private static Pod pod(String prefix, String name, int host, int uid, String version, Optional<String> peer) {
        return new Pod(name, prefix + name, "10.77.0." + host, "fd77::" + host, uid, version, peer);
    }

    /** @throws Failure naming the pods that there are */
    public Pod pod(String name) throws Failure {
        return pods.stream()
                .filter(pod -> pod.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure("there is no pod " + name + "; there are " + names()));
    }

    /**
     * The network namespace of a pod, or of the node.
     *
     * @throws Failure naming the pods that there are
     */
    public String namespace(String name) throws Failure {
        return name.equals(NODE) ? node : pod(name).namespace();
    }

    /** Whose address it is: a pod's, in either family. */
    public Optional<Pod> owner(InetAddress address) {
        return pods.stream().filter(pod -> pod.has(address)).findFirst();
    }

    /** Namespaces of the pods and of the node, the node first. */
    public List<String> namespaces() {
        return Stream.concat(Stream.of(node), pods.stream().map(Pod::namespace)).toList();
    }

    /** Whose address it is, for people: a pod's, a service's, or the node's. */
    public Optional<String> name(InetAddress address) {
        boolean node =
                address.equals(InetAddress.ofLiteral(NODE_IPV4)) || address.equals(InetAddress.ofLiteral(NODE_IPV6));
        return owner(address)
                .map(Pod::name)
                .or(() -> service(address).map(Service::name))
                .or(() -> node ? Optional.of(NODE) : Optional.empty());
    }

    /** The service with that virtual address, in either family. */
    public Optional<Service> service(InetAddress address) {
        return services.stream()
                .filter(service -> address.equals(InetAddress.ofLiteral(service.ipv4()))
                        || address.equals(InetAddress.ofLiteral(service.ipv6())))
                .findFirst();
    }

    /**
     * What each pod sees as {@code /etc/hosts}: hosts(5). A service's name leads to its virtual address, a pod's that
     * serves nothing to itself.
     */
    public String hosts(boolean ipv6) {
        var alone = pods.stream().filter(pod -> serving(pod).isEmpty()).toList();
        return Stream.of(
                        Stream.of("127.0.0.1 localhost", "::1 localhost ip6-localhost"),
                        alone.stream().map(pod -> pod.ipv4() + " " + pod.name()),
                        services.stream().map(service -> service.ipv4() + " " + service.name()),
                        alone.stream().filter(pod -> ipv6).map(pod -> pod.ipv6() + " " + pod.name()),
                        services.stream().filter(service -> ipv6).map(service -> service.ipv6() + " " + service.name()))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The pods behind a service. */
    public List<Pod> pods(Service service) {
        return pods.stream().filter(pod -> service.pods().contains(pod.name())).toList();
    }

    private List<Service> serving(Pod pod) {
        return services.stream()
                .filter(service -> service.pods().contains(pod.name()))
                .toList();
    }

    private String names() {
        return pods.stream().map(Pod::name).collect(Collectors.joining(", "));
    }
}

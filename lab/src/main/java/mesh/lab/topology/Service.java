package mesh.lab.topology;

import java.util.List;

/**
 * A name and a virtual address (VIP, Kubernetes' cluster IP) for one or more pods. No interface has the address: somebody
 * on the way must replace it by a pod's, be it a proxy or the node.
 *
 * @param ipv4 its VIP, in 10.96.0.0/24
 * @param ipv6 its other VIP, in fd96::/64
 * @param version the version of its pods; empty when they differ
 * @param pods those that serve it, by name
 */
public record Service(String name, String ipv4, String ipv6, String version, List<String> pods) {
    /** What is the same for all of them: whom it belongs to, as in Kubernetes. */
    public static final String NAMESPACE = "default";

    public static final List<Port> PORTS =
            List.of(new Port("http", Pod.APP_PORT, "http"), new Port("echo", Pod.TCP_ECHO_PORT, "tcp"));

    /**
     * A port of a service and of its pods alike.
     *
     * @param appProtocol what is spoken there, so that nobody has to guess from the first bytes
     */
    public record Port(String name, int number, String appProtocol) {}

    static Service of(String name, int host, String version, String... pods) {
        return new Service(name, "10.96.0." + host, "fd96::" + host, version, List.of(pods));
    }
}

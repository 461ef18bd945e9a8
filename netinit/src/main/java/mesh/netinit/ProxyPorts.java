package mesh.netinit;

import java.util.List;

/**
 * The TCP ports that the proxy listens on.
 *
 * @param outbound takes the connections that the pod opens
 * @param inbound takes the connections that come to the pod
 * @param tunnel takes the mesh's own tunnels from other proxies
 * @param admin answers probes and Prometheus
 */
public record ProxyPorts(int outbound, int inbound, int tunnel, int admin) {
    public static final ProxyPorts DEFAULT = new ProxyPorts(15001, 15006, 15008, 15020);

    public ProxyPorts {
        var all = List.of(outbound, inbound, tunnel, admin);
        for (int port : all) {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("port " + port + " of the proxy is not 1 to 65535");
            }
        }
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException(
                    "the proxy's ports (outbound %d, inbound %d, tunnel %d, admin %d) must all differ: one listener each"
                            .formatted(outbound, inbound, tunnel, admin));
        }
    }
}

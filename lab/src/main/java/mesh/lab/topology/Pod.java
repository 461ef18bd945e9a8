package mesh.lab.topology;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A pod of the lab: a network namespace with an app and its proxy, like containers that share their pod's network.
 *
 * @param name what people and other pods call it
 * @param namespace the name of its network namespace, see ip-netns(8)
 * @param appUid the user its app runs as; never the proxy's, whose traffic is exempt from capture
 * @param version what its app says it is
 * @param peer whom its app calls, as a URL; absent when it only answers
 */
public record Pod(
        String name, String namespace, String ipv4, String ipv6, int appUid, String version, Optional<String> peer) {
    public static final int APP_PORT = 8080;
    public static final int TCP_ECHO_PORT = 9090;
    public static final int PROXY_UID = 1337;
    public static final int ADMIN_PORT = 15020;

    /** Whether an address, however it is written, is this pod's. */
    public boolean has(InetAddress address) {
        return address.equals(InetAddress.ofLiteral(ipv4)) || address.equals(InetAddress.ofLiteral(ipv6));
    }
}

package mesh.proxy.reliability;

import java.util.List;
import mesh.linux.Command;
import mesh.linux.NetworkNamespace;

/** Redirects a pod's connections to its proxy: stands in for netinit. */
final class Rules {
    private static final String NAT = """
            *nat
            :MESH_OUTBOUND -
            -A OUTPUT -p tcp -j MESH_OUTBOUND
            -A MESH_OUTBOUND -m owner --uid-owner 1337 -j RETURN
            -A MESH_OUTBOUND -o lo -j RETURN
            -A MESH_OUTBOUND -p tcp -j REDIRECT --to-ports 15001
            -A PREROUTING -p tcp --dport 15020 -j RETURN
            -A PREROUTING -p tcp -j REDIRECT --to-ports 15006
            COMMIT
            *mangle
            :MESH_INVALID -
            -A PREROUTING -m conntrack --ctstate INVALID -j MESH_INVALID
            -A MESH_INVALID -j DROP
            COMMIT
            """;

    private Rules() {}

    static void apply(NetworkNamespace pod) throws Exception {
        for (var restore : List.of("iptables-restore", "ip6tables-restore")) {
            pod.call(() -> Command.run(List.of(restore), NAT).orThrow());
        }
        pod.run("sysctl", "-w", "net.netfilter.nf_conntrack_tcp_timeout_close_wait=3600")
                .orThrow();
    }
}

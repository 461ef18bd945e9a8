package mesh.lab.service;

import java.io.IOException;
import java.util.List;
import mesh.lab.pod.InPod;
import mesh.lab.topology.Topology;
import mesh.lab.view.Failure;
import mesh.linux.Command;
import mesh.linux.NetworkNamespace;

/** Brings the rules for services in place, in the node. */
public final class NodeRules {
    private NodeRules() {}

    /** @throws Failure with the reason of iptables, and what is missing then */
    public static void apply(Topology topology, boolean ipv6) throws IOException {
        var node = NetworkNamespace.open(topology.node());
        restore(node, "iptables-restore", ServiceRules.of(topology, false));
        if (ipv6) {
            restore(node, "ip6tables-restore", ServiceRules.of(topology, true));
        }
    }

    private static void restore(NetworkNamespace node, String program, String rules) throws IOException {
        var run = InPod.call(node, () -> Command.run(List.of(program, "--wait", "5"), rules));
        if (!run.ok()) {
            throw new Failure(
                    "the node's rules for services were refused by %s: %s. They need the kernel's modules xt_nat, xt_statistic, xt_conntrack and xt_MASQUERADE."
                            .formatted(program, run.error().strip()));
        }
    }
}

package mesh.lab.cluster;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import mesh.lab.view.Failure;

/**
 * Whether times of two pods can be compared. Proxies tell times by CLOCK_MONOTONIC, which begins when a kernel does; the
 * nodes of kind are containers of one machine, so of one kernel.
 */
final class Clocks {
    private final Cluster cluster;
    private final Map<String, String> boots = new HashMap<>(); // id of a node's boot, by its name

    Clocks(Cluster cluster) {
        this.cluster = cluster;
    }

    boolean same(MeshedPod one, MeshedPod other) throws IOException {
        var node = one.pod().getSpec().getNodeName();
        var otherNode = other.pod().getSpec().getNodeName();
        return Objects.equals(node, otherNode) || Objects.equals(boot(node), boot(otherNode));
    }

    private String boot(String node) throws IOException {
        var known = boots.get(node);
        if (known == null) {
            known = read(node);
            boots.put(node, known);
        }
        return known;
    }

    /** Who may not read nodes learns only that they have different names. */
    private String read(String node) throws IOException {
        try {
            return cluster.ask(client -> client.nodes()
                    .withName(node)
                    .require()
                    .getStatus()
                    .getNodeInfo()
                    .getBootID());
        } catch (Failure e) {
            if (ClusterFailure.isForbidden(e)) {
                return node;
            }
            throw e;
        }
    }
}

package mesh.lab.cluster;

import java.io.IOException;
import java.util.Optional;
import mesh.lab.view.Json;

/** {@code status} in a cluster. */
public final class StatusInCluster {
    private StatusInCluster() {}

    /** @param everywhere all namespaces, not only one */
    public static int show(ClusterOptions options, boolean everywhere, boolean json) throws IOException {
        try (var cluster = options.open()) {
            var status = ClusterStatus.of(cluster, everywhere ? Optional.empty() : Optional.of(cluster.namespace()));
            System.out.println(json ? Json.pretty(status) : ClusterStatusText.of(status));
            return status.allWell() ? 0 : 1;
        }
    }
}

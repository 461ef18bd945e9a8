package mesh.proxy.route;

import java.time.Duration;
import java.util.List;
import mesh.proxy.cluster.Cluster;

/** What is to be done with one request. */
public sealed interface Decision {
    /**
     * It goes to an endpoint of this cluster.
     *
     * @param route {@code namespace/name}; empty: no route is attached, the service's own endpoints serve
     * @param requestTimeout from its first byte to the answer's last; null: none
     * @param backendRequestTimeout of one try; null: none
     */
    record Forward(
            Cluster cluster,
            String route,
            FilterSet filters,
            List<Mirrored> mirrors,
            Duration requestTimeout,
            Duration backendRequestTimeout)
            implements Decision {}

    /** The client is sent elsewhere. */
    record Redirect(int status, String location) implements Decision {}

    /** The proxy answers; {@code why} is for people. */
    record Answer(int status, String why) implements Decision {}
}

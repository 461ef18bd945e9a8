package mesh.proxy.cluster;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * One pod that serves, as one snapshot tells it.
 *
 * @param appVersion the pod's version label; empty when it has none
 * @param draining it finishes what it has and gets nothing new
 * @param readySince null when unknown
 */
public record Endpoint(
        InetSocketAddress address,
        String pod,
        String workload,
        String appVersion,
        boolean draining,
        Instant readySince) {}

package mesh.proxy.discovery;

import java.util.Optional;

/**
 * Whom to ask, and as whom.
 *
 * @param controlPlane empty: nobody, every connection goes where it was heading
 * @param workload what the pod is one of, such as its Deployment; empty: unknown
 */
public record DiscoverySettings(Optional<HostPort> controlPlane, String pod, String namespace, String workload) {
    /** A name that is resolved anew at each connect, and a port. */
    public record HostPort(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }
}

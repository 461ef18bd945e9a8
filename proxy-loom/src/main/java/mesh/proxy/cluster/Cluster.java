package mesh.proxy.cluster;

import java.util.List;

/**
 * The endpoints behind one port of one service, as one version of the mesh tells them. The same instance across
 * versions as long as nothing of it changes.
 *
 * @param budget shared with the versions before and after it
 * @param inFlight requests through this proxy, likewise shared
 */
public record Cluster(Key key, List<Endpoint> endpoints, Policy policy, RetryBudget budget, InFlight inFlight) {
    /** What stays of a cluster when its endpoints change. */
    public record Key(ServiceName service, int port) {}

    public Cluster {
        endpoints = List.copyOf(endpoints);
    }

    public static Cluster of(ServiceName service, int port, List<Endpoint> endpoints, Policy policy) {
        return new Cluster(new Key(service, port), endpoints, policy, RetryBudget.of(policy), InFlight.of(policy));
    }

    /** The next version; itself when nothing changed. */
    public Cluster with(List<Endpoint> newEndpoints, Policy newPolicy) {
        if (newPolicy.equals(policy)) {
            return newEndpoints.equals(endpoints) ? this : new Cluster(key, newEndpoints, policy, budget, inFlight);
        }
        return of(service(), port(), newEndpoints, newPolicy);
    }

    public ServiceName service() {
        return key.service();
    }

    public int port() {
        return key.port();
    }

    @Override
    public String toString() {
        return service() + ":" + port();
    }
}

package mesh.proxy.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import mesh.proto.v1.Service;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.Endpoint;

/** What the proxy knows of the mesh: one version of it, never changed, replaced whole by the next. */
public final class Directory {
    /** Nothing is known: every connection goes where it was heading. */
    public static final Directory EMPTY = new Directory("", Map.of(), Map.of(), Map.of());

    private final String version;
    private final Map<Cluster.Key, Cluster> clusters;
    private final Map<InetSocketAddress, Destination> destinations;
    private final Map<InetAddress, Endpoint> pods;

    Directory(
            String version,
            Map<Cluster.Key, Cluster> clusters,
            Map<InetSocketAddress, Destination> destinations,
            Map<InetAddress, Endpoint> pods) {
        this.version = version;
        this.clusters = clusters;
        this.destinations = destinations;
        this.pods = pods;
    }

    /**
     * Makes the next version.
     *
     * @param previous what of it stays the same is used again, and so is what was learned about it
     * @throws UnusableException naming the services that cannot be used as they are, and why
     */
    public static Directory of(String version, Collection<Service> services, Directory previous)
            throws UnusableException {
        return new DirectoryReader(previous.clusters).read(version, services);
    }

    /** Opaque; empty before the first. */
    public String version() {
        return version;
    }

    /** Where a connection to this address belongs; never null. */
    public Destination at(InetSocketAddress original) {
        var destination = destinations.get(original);
        return destination == null ? new Destination(original, null, null) : destination;
    }

    /** The pod with this address; null when none is known. */
    public Endpoint podAt(InetAddress address) {
        return pods.get(address);
    }

    /** How many services, ports counted singly. */
    public int size() {
        return clusters.size();
    }
}

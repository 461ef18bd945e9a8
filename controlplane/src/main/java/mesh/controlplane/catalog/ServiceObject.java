package mesh.controlplane.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mesh.proto.v1.ServicePort;

/**
 * A Service.
 *
 * @param addresses its cluster IPs, none when headless
 * @param ports those that carry TCP; the mesh leaves others alone
 * @param visibleTo namespaces whose proxies are told of it; empty: all
 */
public record ServiceObject(
        ObjectName name,
        List<String> addresses,
        boolean headless,
        List<ServicePort> ports,
        Optional<Set<String>> visibleTo)
        implements MeshObject {
    public ServiceObject {
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
        visibleTo = visibleTo.map(Set::copyOf);
    }

    @Override
    public String kind() {
        return "Service";
    }

    public boolean isVisibleTo(String namespace) {
        return visibleTo.isEmpty()
                || name.namespace().equals(namespace)
                || visibleTo.get().contains(namespace);
    }
}

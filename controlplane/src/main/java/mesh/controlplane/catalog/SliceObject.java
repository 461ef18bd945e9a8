package mesh.controlplane.catalog;

import java.util.List;
import java.util.Map;
import mesh.proto.v1.Endpoint;

/**
 * An EndpointSlice: some of one service's endpoints; a service may have many.
 *
 * @param service whose endpoints these are, in the same namespace
 * @param ports from port names to what the pods listen on, TCP only; a nameless port has the name ""
 * @param endpoints those that may be used; their port maps are still empty, since only the service numbers its ports
 */
public record SliceObject(ObjectName name, ObjectName service, Map<String, Integer> ports, List<Endpoint> endpoints)
        implements MeshObject {
    public SliceObject {
        ports = Map.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    @Override
    public String kind() {
        return "EndpointSlice";
    }
}

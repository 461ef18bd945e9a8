package mesh.controlplane.catalog;

import mesh.proto.v1.TrafficPolicy;

/**
 * A TrafficPolicy.
 *
 * @param service whose traffic it is about, in the same namespace
 */
public record PolicyObject(ObjectName name, ObjectName service, TrafficPolicy policy) implements MeshObject {
    @Override
    public String kind() {
        return "TrafficPolicy";
    }
}

package mesh.controlplane.catalog;

/**
 * What a Pod tells that its endpoints do not.
 *
 * @param workload the Deployment, StatefulSet, DaemonSet or Job that made it, else its own name
 * @param appVersion from its labels; empty: it has none
 */
public record PodObject(ObjectName name, String workload, String appVersion) implements MeshObject {
    @Override
    public String kind() {
        return "Pod";
    }
}

package mesh.controlplane.catalog;

/** One object of a kind that the mesh reads. */
public sealed interface MeshObject permits PodObject, ServiceObject, SliceObject, RouteObject, PolicyObject {
    ObjectName name();

    /** As manifests write it: {@code Service}. */
    String kind();
}

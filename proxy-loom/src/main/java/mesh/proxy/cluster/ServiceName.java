package mesh.proxy.cluster;

/** A service's name, as Kubernetes tells it apart from all others. */
public record ServiceName(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}

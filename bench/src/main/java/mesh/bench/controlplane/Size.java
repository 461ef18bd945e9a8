package mesh.bench.controlplane;

/**
 * How large the mesh is.
 *
 * @param changes of one endpoint each, one after another
 */
record Size(int services, int endpoints, int proxies, int changes) {
    static final Size FULL = new Size(1000, 10, 500, 200);
    static final Size QUICK = new Size(100, 10, 50, 30);

    @Override
    public String toString() {
        return "%,d services × %d endpoints, %d proxies, %d changes".formatted(services, endpoints, proxies, changes);
    }
}

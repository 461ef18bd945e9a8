package mesh.lab.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import mesh.lab.control.ControlPlaneAdmin;
import mesh.lab.control.ControlPlaneView;
import mesh.lab.topology.ControlPlane;
import mesh.lab.view.Failure;

/**
 * The control plane's pods, each through the API server. One is usual; where there are more, each knows the proxies that
 * are connected to it, and all tell the same.
 */
public final class ControlPlanes implements ControlPlaneView, AutoCloseable {
    private static final String NAME = "app.kubernetes.io/name";

    private final List<PodPages> pages = new ArrayList<>();
    private final List<String> trouble;

    private ControlPlanes(List<String> trouble) {
        this.trouble = trouble;
    }

    public static ControlPlanes open(Cluster cluster) throws IOException {
        var pods = cluster.ask(client -> client.pods()
                .inNamespace(Cluster.MESH_NAMESPACE)
                .withLabel(NAME, ControlPlane.ROLE)
                .list()
                .getItems());
        var planes = new ControlPlanes(troubles(pods));
        try {
            for (var pod : pods) {
                if (new MeshedPod(pod).isReady()) {
                    planes.pages.add(PodPages.open(
                            cluster, Cluster.MESH_NAMESPACE, pod.getMetadata().getName(), ControlPlane.ADMIN_PORT));
                }
            }
            return planes;
        } catch (IOException e) {
            planes.close();
            throw e;
        }
    }

    private static List<String> troubles(List<Pod> pods) {
        return pods.isEmpty()
                ? List.of("there is no control plane in namespace %s: `./mesh check` tells what is installed"
                        .formatted(Cluster.MESH_NAMESPACE))
                : pods.stream()
                        .map(MeshedPod::new)
                        .filter(pod -> !pod.isReady())
                        .map(pod -> "pod %s of the control plane is not ready: kubectl describe pod -n %s %s"
                                .formatted(pod.name(), Cluster.MESH_NAMESPACE, pod.name()))
                        .toList();
    }

    /** Whether none can be asked; proxies go on with what they know. */
    public boolean areAway() {
        return pages.isEmpty();
    }

    /** Of those that are not ready, or that there is none. */
    public List<String> trouble() {
        return trouble;
    }

    @Override
    public List<ControlPlaneAdmin.Proxy> proxies() throws IOException {
        var proxies = new ArrayList<ControlPlaneAdmin.Proxy>();
        for (var one : pages) {
            proxies.addAll(new ControlPlaneAdmin(one).proxies());
        }
        return proxies;
    }

    @Override
    public ControlPlaneAdmin.Snapshot snapshot(String namespace) throws IOException {
        return first().snapshot(namespace);
    }

    private ControlPlaneAdmin first() throws Failure {
        if (areAway()) {
            throw new Failure(String.join("; ", trouble));
        }
        return new ControlPlaneAdmin(pages.getFirst());
    }

    /** What {@code /ready} says: with troubles, it goes on to tell what it cannot read. */
    public List<String> readiness() throws IOException {
        var said = new ArrayList<String>();
        for (var one : pages) {
            said.add(one.get("/ready").body().strip());
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        for (var one : pages) {
            one.close();
        }
    }
}

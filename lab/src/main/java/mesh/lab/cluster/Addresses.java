package mesh.lab.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mesh.lab.view.Failure;

/** Whose address is which, as far as one may see. Pods come and go, so an unknown one is looked up again, now and then. */
public final class Addresses {
    private static final long EVERY_NANOS = Duration.ofSeconds(3).toNanos();

    private final Cluster cluster;
    private final Map<InetAddress, MeshedPod> pods = new HashMap<>();
    private final Map<InetAddress, String> services = new HashMap<>();
    private long readNanos;

    Addresses(Cluster cluster) throws IOException {
        this.cluster = cluster;
        read();
    }

    /** @return the pod with a proxy that has it */
    Optional<MeshedPod> pod(InetAddress address) throws IOException {
        if (!pods.containsKey(address) && System.nanoTime() - readNanos > EVERY_NANOS) {
            read();
        }
        return Optional.ofNullable(pods.get(address));
    }

    /** Of a pod with a proxy, or of a service. */
    public Optional<String> name(InetAddress address) {
        return Optional.ofNullable(pods.get(address))
                .map(this::name)
                .or(() -> Optional.ofNullable(services.get(address)));
    }

    /** As short as it is clear. */
    String name(MeshedPod pod) {
        return shortened(pod.namespace(), pod.name());
    }

    private String shortened(String namespace, String name) {
        return namespace.equals(cluster.namespace()) ? name : name + "." + namespace;
    }

    private void read() throws IOException {
        readNanos = System.nanoTime();
        pods.clear();
        new MeshedPods(cluster)
                .asFarAsAllowed()
                .forEach(pod -> pod.address().ifPresent(address -> pods.put(InetAddress.ofLiteral(address), pod)));
        if (services.isEmpty()) {
            readServices();
        }
    }

    /** They only make the text nicer: who may not see them sees addresses. */
    private void readServices() throws IOException {
        try {
            cluster.ask(client -> client.services().inAnyNamespace().list())
                    .getItems()
                    .forEach(service -> service.getSpec().getClusterIPs().stream()
                            .filter(address -> !address.equals("None"))
                            .forEach(address -> services.put(
                                    InetAddress.ofLiteral(address),
                                    shortened(
                                            service.getMetadata().getNamespace(),
                                            service.getMetadata().getName()))));
        } catch (Failure e) {
            if (!ClusterFailure.isForbidden(e)) {
                throw e;
            }
        }
    }
}

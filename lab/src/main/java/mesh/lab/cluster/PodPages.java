package mesh.lab.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mesh.lab.pod.Pages;
import mesh.lab.pod.PodHttp;
import mesh.lab.view.Failure;

/** A pod's port through the API server. It arrives at the pod's loopback, past the mesh's rules. */
public final class PodPages implements Pages, AutoCloseable {
    private static final int ANY = 0;

    /** A forward keeps something of each connection until it is closed; who follows for hours must not collect them. */
    private static final int USES = 200;

    private final String pod;
    private final int port;
    private final Supplier<LocalPortForward> opening;
    private LocalPortForward forward;
    private int uses;

    private PodPages(String pod, int port, Supplier<LocalPortForward> opening) {
        this.pod = pod;
        this.port = port;
        this.opening = opening;
        this.forward = opening.get();
    }

    public static PodPages open(Cluster cluster, String namespace, String pod, int port) throws IOException {
        try {
            return new PodPages(
                    pod,
                    port,
                    () -> cluster.client()
                            .pods()
                            .inNamespace(namespace)
                            .withName(pod)
                            .portForward(port, InetAddress.getLoopbackAddress(), ANY));
        } catch (KubernetesClientException e) {
            throw ClusterFailure.of(e, cluster.url());
        }
    }

    @Override
    public PodHttp.Answer get(String page) throws IOException {
        try {
            renewWornOut();
            return PodHttp.get(url(page));
        } catch (IOException | KubernetesClientException e) {
            throw new Failure(
                    "port %d of pod %s does not answer through the API server: %s"
                            .formatted(port, pod, trouble().orElse(e.getMessage())),
                    e);
        }
    }

    private void renewWornOut() throws IOException {
        if (++uses % USES == 0) {
            forward.close();
            forward = opening.get();
        }
    }

    public URI url(String page) {
        return URI.create("http://127.0.0.1:" + forward.getLocalPort() + page);
    }

    public int localPort() {
        return forward.getLocalPort();
    }

    /** What the API server said of the last connection that it could not make. */
    private Optional<String> trouble() {
        return Stream.concat(forward.getServerThrowables().stream(), forward.getClientThrowables().stream())
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .reduce((first, last) -> last);
    }

    @Override
    public void close() throws IOException {
        forward.close();
    }
}

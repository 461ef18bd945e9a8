package mesh.lab.cluster.check;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.lab.cluster.Cluster;
import mesh.lab.cluster.ControlPlanes;
import mesh.lab.cluster.MeshedPod;
import mesh.lab.cluster.MeshedPods;
import mesh.lab.control.ControlPlaneAdmin.Proxy;
import mesh.lab.view.Failure;

/** Do all proxies serve what the control plane last told them? */
final class Proxies implements Check {
    /** A proxy that has just been told is not behind. */
    private static final long MOMENT_MILLIS = 1_500;

    @Override
    public String subject() {
        return "what the proxies know";
    }

    @Override
    public void look(Cluster cluster, Checkup checkup) throws IOException {
        try (var controlPlanes = ControlPlanes.open(cluster)) {
            if (controlPlanes.areAway()) {
                return; // told already, and proxies go on with what they know
            }
            var pods = new MeshedPods(cluster)
                    .everywhere().stream().filter(MeshedPod::isReady).toList();
            var proxies = controlPlanes.proxies();
            if (proxies.stream().anyMatch(Proxy::behind)
                    || !missing(pods, proxies).isEmpty()) {
                pause();
                proxies = controlPlanes.proxies();
            }
            checkup.fact("proxies connected", String.valueOf(proxies.size()));
            proxies.stream().filter(Proxy::behind).forEach(proxy -> behind(proxy, checkup));
            missing(pods, proxies).forEach(pod -> missing(pod, checkup));
        }
    }

    private static List<MeshedPod> missing(List<MeshedPod> pods, List<Proxy> proxies) {
        return pods.stream()
                .filter(pod -> proxies.stream()
                        .noneMatch(proxy -> proxy.pod().equals(pod.name())
                                && proxy.namespace().equals(pod.namespace())))
                .toList();
    }

    private static void behind(Proxy proxy, Checkup checkup) {
        boolean rejected = proxy.rejected() != null && !proxy.rejected().isNull();
        checkup.finding(
                "the proxy of %s/%s is behind: it serves %s of %s"
                        .formatted(proxy.namespace(), proxy.pod(), proxy.applied(), proxy.newest()),
                rejected ? "it cannot use what it was told: " + proxy.rejected() : "it does not answer",
                rejected
                        ? "change what it names"
                        : "kubectl logs -n %s %s -c %s".formatted(proxy.namespace(), proxy.pod(), MeshedPod.PROXY));
    }

    private static void missing(MeshedPod pod, Checkup checkup) {
        checkup.finding(
                "the proxy of %s/%s is not connected to the control plane".formatted(pod.namespace(), pod.name()),
                "it goes on with what it last heard; a NetworkPolicy, or a control plane by another name",
                "kubectl logs -n %s %s -c %s".formatted(pod.namespace(), pod.name(), MeshedPod.PROXY));
    }

    private static void pause() throws Failure {
        try {
            TimeUnit.MILLISECONDS.sleep(MOMENT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}

package mesh.lab.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mesh.lab.view.Failure;

/**
 * Where a pod's rules can be listed. The proxy's own container cannot: capabilities never reach a user other than root,
 * and the proxy is none. So it is the container {@code mesh-debug}, which the webhook adds where it is asked to, or an
 * ephemeral one like it, added to the pod while it runs.
 */
record DebugContainer(Cluster cluster, MeshedPod pod) {
    /** An ephemeral container cannot be taken away again; it ends by itself. */
    private static final Duration LIFE = Duration.ofMinutes(15);

    private static final Duration START = Duration.ofSeconds(60);

    /** The name of one that runs. */
    Optional<String> running() {
        return statuses(pod.pod())
                .filter(status -> status.getName().startsWith(MeshedPod.DEBUG))
                .filter(DebugContainer::runs)
                .map(ContainerStatus::getName)
                .findFirst();
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        var status = pod.getStatus();
        return status == null
                ? Stream.of()
                : Stream.of(
                                status.getContainerStatuses(),
                                status.getInitContainerStatuses(),
                                status.getEphemeralContainerStatuses())
                        .flatMap(List::stream);
    }

    private static boolean runs(ContainerStatus status) {
        return status.getState() != null && status.getState().getRunning() != null;
    }

    /** How one gets the same by hand. */
    String command() {
        return "kubectl debug -n %s %s -it --image=%s --image-pull-policy=IfNotPresent --profile=netadmin -- iptables-save -c -t nat"
                .formatted(pod.namespace(), pod.name(), image());
    }

    /** Beside the image that set the rules, wherever that was pulled from. */
    String image() {
        return pod.container(MeshedPod.NETINIT)
                .map(netinit -> netinit.getImage().replaceFirst("netinit(?=[:@]|$)", MeshedPod.DEBUG))
                .map(image -> image.replaceFirst("@.*", "")) // the digest is the other image's
                .orElse("diy-service-mesh/mesh-debug:dev");
    }

    /**
     * Adds one to the pod and waits until it runs.
     *
     * @return its name
     * @throws Failure when it does not run in time, with what the kubelet says of it
     */
    String add() throws Failure {
        var name = MeshedPod.DEBUG + "-" + Long.toString(Instant.now().getEpochSecond(), Character.MAX_RADIX);
        cluster.ask(client -> client.pods()
                .inNamespace(pod.namespace())
                .withName(pod.name())
                .ephemeralContainers()
                .edit(now -> new PodBuilder(now)
                        .editSpec()
                        .addToEphemeralContainers(ephemeral(name))
                        .endSpec()
                        .build()));
        awaitRunning(name);
        return name;
    }

    private EphemeralContainer ephemeral(String name) {
        return new EphemeralContainerBuilder()
                .withName(name)
                .withImage(image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand("sleep", String.valueOf(LIFE.toSeconds()))
                .withNewSecurityContext()
                .withRunAsUser(0L)
                .withRunAsNonRoot(false)
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .addToDrop("ALL")
                .addToAdd("NET_ADMIN", "NET_RAW")
                .endCapabilities()
                .endSecurityContext()
                .build();
    }

    private void awaitRunning(String name) throws Failure {
        long deadline = System.nanoTime() + START.toNanos();
        var status = status(name);
        while (status.isEmpty() || !runs(status.get())) {
            if (System.nanoTime() - deadline > 0) {
                throw new Failure(
                        "the debug container %s of pod %s does not run after %d s: %s. Its image is %s; is it there?"
                                .formatted(
                                        name,
                                        pod.name(),
                                        START.toSeconds(),
                                        status.map(ContainerStatus::getState)
                                                .map(DebugContainer::why)
                                                .orElse("no status yet"),
                                        image()));
            }
            pause();
            status = status(name);
        }
    }

    private Optional<ContainerStatus> status(String name) throws Failure {
        var now = cluster.ask(client ->
                client.pods().inNamespace(pod.namespace()).withName(pod.name()).get());
        return Optional.ofNullable(now).stream()
                .flatMap(DebugContainer::statuses)
                .filter(status -> status.getName().equals(name))
                .findFirst();
    }

    private static String why(io.fabric8.kubernetes.api.model.ContainerState state) {
        if (state.getWaiting() != null) {
            return state.getWaiting().getReason() + " "
                    + Optional.ofNullable(state.getWaiting().getMessage()).orElse("");
        }
        return state.getTerminated() == null
                ? "no state yet"
                : "it ended with exit code " + state.getTerminated().getExitCode();
    }

    private static void pause() throws Failure {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}

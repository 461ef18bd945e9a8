package mesh.lab.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A pod that has a proxy: a sidecar among its init containers, or, in the classic way, among its containers. */
record MeshedPod(Pod pod) {
    static final String PROXY = "mesh-proxy";
    static final String NETINIT = "mesh-netinit";
    static final String DEBUG = "mesh-debug";
    static final String INJECTED = "diy-service-mesh/injected";

    static boolean is(Pod pod) {
        return containers(pod).anyMatch(container -> container.getName().equals(PROXY));
    }

    private static Stream<Container> containers(Pod pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
    }

    String name() {
        return pod.getMetadata().getName();
    }

    String namespace() {
        return pod.getMetadata().getNamespace();
    }

    /** Whether it still runs, or will: a Job's pod that has ended has no proxy that could tell anything. */
    boolean isOver() {
        return List.of("Succeeded", "Failed").contains(phase());
    }

    boolean isRunning() {
        return phase().equals("Running") && pod.getMetadata().getDeletionTimestamp() == null;
    }

    String phase() {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }

    boolean isReady() {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    /** Of the proxy. */
    int restarts() {
        return proxyStatus().map(ContainerStatus::getRestartCount).orElse(0);
    }

    Optional<ContainerStatus> proxyStatus() {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> Stream.concat(
                        status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream()))
                .filter(status -> status.getName().equals(PROXY))
                .findFirst();
    }

    /** Of the mesh that injected it. */
    Optional<String> injected() {
        return Optional.ofNullable(pod.getMetadata().getAnnotations()).map(all -> all.get(INJECTED));
    }

    Optional<String> address() {
        return Optional.ofNullable(pod.getStatus()).map(status -> status.getPodIP());
    }

    Optional<Container> container(String name) {
        return containers(pod)
                .filter(container -> container.getName().equals(name))
                .findFirst();
    }

    /** As the proxy was told: the webhook wrote it there. */
    String workload() {
        return container(PROXY)
                .flatMap(proxy -> proxy.getEnv().stream()
                        .filter(variable -> variable.getName().equals("MESH_WORKLOAD"))
                        .map(variable -> variable.getValue())
                        .findFirst())
                .filter(name -> !name.isBlank())
                .orElseGet(this::name);
    }

    Map<String, String> labels() {
        return Optional.of(pod.getMetadata()).map(ObjectMeta::getLabels).orElse(Map.of());
    }
}

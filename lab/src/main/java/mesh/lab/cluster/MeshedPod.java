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
public record MeshedPod(Pod pod) {
    public static final String PROXY = "mesh-proxy";
    public static final String NETINIT = "mesh-netinit";
    public static final String DEBUG = "mesh-debug";
    public static final String INJECTED = "diy-service-mesh/injected";

    public static boolean is(Pod pod) {
        return containers(pod).anyMatch(container -> container.getName().equals(PROXY));
    }

    private static Stream<Container> containers(Pod pod) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
    }

    public String name() {
        return pod.getMetadata().getName();
    }

    public String namespace() {
        return pod.getMetadata().getNamespace();
    }

    /** Tells it from all others. */
    String key() {
        return namespace() + "/" + name();
    }

    /** Whether it still runs, or will: a Job's pod that has ended has no proxy that could tell anything. */
    public boolean isOver() {
        return List.of("Succeeded", "Failed").contains(phase());
    }

    public boolean isRunning() {
        return phase().equals("Running") && pod.getMetadata().getDeletionTimestamp() == null;
    }

    public String phase() {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }

    public boolean isReady() {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    /** Of the proxy. */
    public int restarts() {
        return proxyStatus().map(ContainerStatus::getRestartCount).orElse(0);
    }

    public Optional<ContainerStatus> proxyStatus() {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> Stream.concat(
                        status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream()))
                .filter(status -> status.getName().equals(PROXY))
                .findFirst();
    }

    /** Of the mesh that injected it. */
    public Optional<String> injected() {
        return Optional.ofNullable(pod.getMetadata().getAnnotations()).map(all -> all.get(INJECTED));
    }

    public Optional<String> address() {
        return Optional.ofNullable(pod.getStatus()).map(status -> status.getPodIP());
    }

    public Optional<Container> container(String name) {
        return containers(pod)
                .filter(container -> container.getName().equals(name))
                .findFirst();
    }

    /** As the proxy was told: the webhook wrote it there. */
    public String workload() {
        return container(PROXY)
                .flatMap(proxy -> proxy.getEnv().stream()
                        .filter(variable -> variable.getName().equals("MESH_WORKLOAD"))
                        .map(variable -> variable.getValue())
                        .findFirst())
                .filter(name -> !name.isBlank())
                .orElseGet(this::name);
    }

    public Map<String, String> labels() {
        return Optional.of(pod.getMetadata()).map(ObjectMeta::getLabels).orElse(Map.of());
    }
}

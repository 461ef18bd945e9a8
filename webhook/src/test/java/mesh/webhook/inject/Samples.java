package mesh.webhook.inject;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** Pods to be injected, and what comes of it. */
final class Samples {
    static final InjectorSettings SETTINGS = new InjectorSettings(
            "1.2.3",
            "netinit:dev",
            "proxy-loom:dev",
            "mesh-debug:dev",
            "IfNotPresent",
            "controlplane.mesh-system.svc.cluster.local:15010",
            false);

    private Samples() {}

    /** With one container, called app. */
    static PodBuilder pod(Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("a")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withContainers(container("app"))
                .endSpec();
    }

    static PodBuilder asking() {
        return pod(Map.of("diy-service-mesh/inject", "true"));
    }

    static Container container(String name) {
        return new ContainerBuilder().withName(name).withImage(name + ":1").build();
    }

    static Pod read(String yaml) {
        return Serialization.unmarshal("---\n" + yaml, Pod.class);
    }

    static Pod injected(Pod pod) {
        return assertInstanceOf(Injection.Injected.class, Injection.of(pod, false, SETTINGS))
                .pod();
    }

    static List<String> refusals(Pod pod) {
        return assertInstanceOf(Injection.Refused.class, Injection.of(pod, false, SETTINGS))
                .reasons();
    }

    static Injection.Left left(Pod pod) {
        return assertInstanceOf(Injection.Left.class, Injection.of(pod, false, SETTINGS));
    }

    static List<String> names(List<Container> containers) {
        return containers.stream().map(Container::getName).toList();
    }
}

package mesh.webhook.unmeshed;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mesh.webhook.inject.Annotation;

/** Of objects that which {@link Unmeshed} looks at, about 2 kB a pod: a cluster has many, and most of each is not for us. */
final class Trimmed {
    private Trimmed() {}

    static Pod pod(Pod pod) {
        var metadata = pod.getMetadata();
        return new PodBuilder()
                .withMetadata(new ObjectMetaBuilder(named(metadata))
                        .withDeletionTimestamp(metadata.getDeletionTimestamp())
                        .withOwnerReferences(metadata.getOwnerReferences())
                        .withLabels(only(metadata.getLabels(), "pod-template-hash"::equals))
                        .withAnnotations(only(metadata.getAnnotations(), Trimmed::matters))
                        .build())
                .withSpec(spec(pod.getSpec()))
                .withNewStatus()
                .withPhase(pod.getStatus() == null ? null : pod.getStatus().getPhase())
                .endStatus()
                .build();
    }

    static Namespace namespace(Namespace namespace) {
        var metadata = namespace.getMetadata();
        return new NamespaceBuilder()
                .withMetadata(new ObjectMetaBuilder(named(metadata))
                        .withLabels(only(metadata.getLabels(), Trimmed::matters))
                        .withAnnotations(only(metadata.getAnnotations(), Trimmed::matters))
                        .withManagedFields(metadata.getManagedFields())
                        .build())
                .build();
    }

    private static ObjectMeta named(ObjectMeta metadata) {
        return new ObjectMetaBuilder()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .withCreationTimestamp(metadata.getCreationTimestamp())
                .build();
    }

    private static boolean matters(String key) {
        return key.startsWith(Annotation.PREFIX) || key.startsWith("kubernetes.io/config.");
    }

    private static Map<String, String> only(Map<String, String> all, Predicate<String> wanted) {
        return all == null
                ? Map.of()
                : all.entrySet().stream()
                        .filter(entry -> wanted.test(entry.getKey()))
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static PodSpec spec(PodSpec spec) {
        return new PodSpecBuilder()
                .withHostNetwork(spec.getHostNetwork())
                .withSecurityContext(spec.getSecurityContext())
                .withOs(spec.getOs())
                .withNodeSelector(only(spec.getNodeSelector(), "kubernetes.io/os"::equals))
                .withInitContainers(containers(spec.getInitContainers()))
                .withContainers(containers(spec.getContainers()))
                .build();
    }

    private static List<Container> containers(List<Container> containers) {
        return containers.stream()
                .map(container -> new ContainerBuilder()
                        .withName(container.getName())
                        .withSecurityContext(container.getSecurityContext())
                        .withPorts(container.getPorts())
                        .build())
                .toList();
    }
}

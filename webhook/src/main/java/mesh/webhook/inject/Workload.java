package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/** What a pod is one of. */
final class Workload {
    private static final String TEMPLATE_HASH = "pod-template-hash";

    private Workload() {}

    /** The name of the Deployment, StatefulSet, Job, …; that of a pod that nobody made is its own, when it has one yet. */
    static Optional<String> of(Pod pod) {
        var metadata = pod.getMetadata();
        return owner(metadata)
                .map(owner ->
                        "ReplicaSet".equals(owner.getKind()) ? deployment(owner.getName(), metadata) : owner.getName())
                .or(() -> Optional.ofNullable(metadata.getName()));
    }

    private static Optional<OwnerReference> owner(ObjectMeta metadata) {
        return Optional.ofNullable(metadata.getOwnerReferences()).orElse(List.of()).stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    /** A Deployment's ReplicaSets are called like it, with the hash of their template behind. */
    private static String deployment(String replicaSet, ObjectMeta metadata) {
        var hash = metadata.getLabels() == null ? null : metadata.getLabels().get(TEMPLATE_HASH);
        return hash != null && replicaSet.endsWith("-" + hash)
                ? replicaSet.substring(0, replicaSet.length() - hash.length() - 1)
                : replicaSet;
    }
}

package mesh.lab.cluster;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What made a pod, and so how a new one is had: a running pod neither gets a proxy nor loses it. */
public record Owner(String kind, String name) {
    private static final String TEMPLATE_HASH = "pod-template-hash";

    /** A ReplicaSet that a Deployment made is the Deployment's; a pod that nobody made is its own. */
    public static Owner of(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .map(owner -> of(owner, pod))
                .orElseGet(() -> new Owner("Pod", pod.getMetadata().getName()));
    }

    private static Owner of(OwnerReference owner, Pod pod) {
        var labels = pod.getMetadata().getLabels();
        var hash = "-" + (labels == null ? null : labels.get(TEMPLATE_HASH));
        boolean ofDeployment =
                owner.getKind().equals("ReplicaSet") && owner.getName().endsWith(hash);
        return ofDeployment
                ? new Owner(
                        "Deployment",
                        owner.getName().substring(0, owner.getName().length() - hash.length()))
                : new Owner(owner.getKind(), owner.getName());
    }

    /** The command after which its pods are new ones. */
    public String restart(String namespace) {
        return switch (kind) {
            case "Deployment", "StatefulSet", "DaemonSet" ->
                "kubectl rollout restart %s/%s -n %s".formatted(kind.toLowerCase(Locale.ROOT), name, namespace);
            case "Pod" -> "kubectl delete pod/%s -n %s, and make it again".formatted(name, namespace);
            default -> "have %s %s make its pods anew, in namespace %s".formatted(kind, name, namespace);
        };
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}

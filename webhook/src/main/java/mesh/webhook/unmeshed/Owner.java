package mesh.webhook.unmeshed;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/** What made a pod, and so how a new one is had: a running pod cannot be given a proxy. */
public record Owner(String kind, String name) {
    private static final String TEMPLATE_HASH = "pod-template-hash";

    /** A ReplicaSet that a Deployment made is the Deployment's; a pod that nobody made is its own. */
    static Owner of(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .map(owner -> of(owner, pod))
                .orElseGet(() -> new Owner("Pod", pod.getMetadata().getName()));
    }

    private static Owner of(OwnerReference owner, Pod pod) {
        var labels = pod.getMetadata().getLabels();
        var hash = labels == null ? null : labels.get(TEMPLATE_HASH);
        return owner.getKind().equals("ReplicaSet")
                        && hash != null
                        && owner.getName().endsWith("-" + hash)
                ? new Owner(
                        "Deployment",
                        owner.getName().substring(0, owner.getName().length() - hash.length() - 1))
                : new Owner(owner.getKind(), owner.getName());
    }

    /** The command after which its pods are new ones. */
    String restart(String namespace) {
        return switch (kind) {
            case "Deployment", "StatefulSet", "DaemonSet" ->
                "kubectl rollout restart %s/%s -n %s"
                        .formatted(kind.toLowerCase(java.util.Locale.ROOT), name, namespace);
            case "ReplicaSet" -> // it makes new pods for those that are gone
                "kubectl delete pod -n %s, each pod of ReplicaSet %s, one after the other".formatted(namespace, name);
            case "Job" ->
                "kubectl get job/%s -n %s -o yaml | kubectl replace --force -f -, or wait for the next one"
                        .formatted(name, namespace);
            case "Pod" -> "kubectl get pod/%s -n %s -o yaml | kubectl replace --force -f -".formatted(name, namespace);
            default -> "have %s %s make its pods anew, in namespace %s".formatted(kind, name, namespace);
        };
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}

package mesh.webhook.unmeshed;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mesh.webhook.inject.Annotation;

/**
 * What a namespace says about the pods in it.
 *
 * @param asks whether they are to be meshed: its annotation counts, and where there is none its label
 * @param labelled whether the API server shows them to the webhook: its selector knows labels alone
 * @param since when that was first said; a change from "false" to "true" is not recorded
 */
record Asking(boolean asks, boolean labelled, Optional<Instant> since) {
    /** In the webhook's configurations these are excluded: what the cluster needs must start without it. */
    private static final Set<String> LEFT_OUT = Set.of("kube-system", "kube-public", "kube-node-lease", "mesh-system");

    static Asking of(Namespace namespace) {
        var metadata = namespace.getMetadata();
        boolean labelled = Annotation.INJECT.isTrueIn(metadata.getLabels());
        boolean asks = Annotation.INJECT
                .in(metadata.getAnnotations())
                .map("true"::equals)
                .orElse(labelled);
        return new Asking(asks, labelled, since(metadata));
    }

    static boolean isLeftOut(String namespace) {
        return LEFT_OUT.contains(namespace);
    }

    /** @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">managedFields</a> */
    private static Optional<Instant> since(ObjectMeta metadata) {
        return Optional.ofNullable(metadata.getManagedFields()).orElse(List.of()).stream()
                .filter(Asking::wroteIt)
                .flatMap(entry -> Optional.ofNullable(entry.getTime()).stream())
                .map(Instant::parse)
                .min(Comparator.naturalOrder());
    }

    private static boolean wroteIt(ManagedFieldsEntry entry) {
        if (entry.getFieldsV1() == null) {
            return false;
        }
        var written = entry.getFieldsV1().getAdditionalProperties().get("f:metadata");
        return Stream.of("f:labels", "f:annotations")
                .anyMatch(map -> child(child(written, map), "f:" + Annotation.INJECT.key()) != null);
    }

    private static Object child(Object parent, String name) {
        return parent instanceof Map<?, ?> map ? map.get(name) : null;
    }
}

package mesh.webhook.admission;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.zjsonpatch.DiffFlags;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import mesh.webhook.inject.Injection;
import mesh.webhook.inject.InjectorSettings;

/**
 * Changes pods that are to be meshed, and marks namespaces that ask for it. It looks at the request alone: which of the
 * entries of the webhook's configuration called says, by its path, whether the pod's namespace asks.
 */
final class Mutation {
    private static final JsonPointer CONTAINERS = JsonPointer.compile("/spec/containers");

    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    /** Of the two orders in which an array can be changed the plain one, which every reader of a patch understands. */
    private static final EnumSet<DiffFlags> PLAIN =
            EnumSet.of(DiffFlags.OMIT_MOVE_OPERATION, DiffFlags.OMIT_COPY_OPERATION, DiffFlags.OMIT_VALUE_ON_REMOVE);

    private final InjectorSettings settings;

    Mutation(InjectorSettings settings) {
        this.settings = settings;
    }

    Verdict of(Review review, boolean namespaceAsks) {
        if (review.object() == null) {
            return Verdict.accepted("left", "nothing to change on " + review.operation(), List.of());
        }
        return switch (review.kind()) {
            case "Pod" -> pod(review, namespaceAsks);
            case "Namespace" -> NamespaceLabel.of(review);
            default -> Verdict.accepted("left", review.kind() + " is not ours to change", List.of());
        };
    }

    private Verdict pod(Review review, boolean namespaceAsks) {
        if (!review.operation().equals("CREATE")) {
            return Verdict.accepted("left", "containers are added when a pod is created, never later", List.of());
        }
        Pod before;
        try {
            before = MODEL.convertValue(review.object(), Pod.class);
        } catch (IllegalArgumentException e) { // it is not of the shape of its kind
            return Verdict.refused(List.of(review.where() + " cannot be read: " + firstLine(e)));
        }
        var incomplete = incomplete(before);
        if (incomplete.isPresent()) {
            return Verdict.refused(List.of("the pod has " + incomplete.get()));
        }
        return switch (Injection.of(before, namespaceAsks, settings)) {
            case Injection.Injected(var after, var warnings) ->
                Verdict.patched("injected", "version " + settings.version(), warnings, difference(before, after));
            case Injection.Left(var why, var warnings) -> Verdict.accepted("left", why, warnings);
            case Injection.Refused(var reasons) -> Verdict.refused(reasons);
        };
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** What no API server sends. */
    private static Optional<String> incomplete(Pod pod) {
        if (pod.getMetadata() == null) {
            return Optional.of("no metadata");
        }
        if (pod.getSpec() == null) {
            return Optional.of("no spec");
        }
        return hasNull(pod.getSpec().getContainers()) || hasNull(pod.getSpec().getInitContainers())
                ? Optional.of("a container that is null")
                : Optional.empty();
    }

    private static boolean hasNull(List<?> list) {
        return list != null && list.stream().anyMatch(Objects::isNull);
    }

    /** Between two readings of one model: what the model does not know of the pod is in neither, and is not touched. */
    private static JsonNode difference(Pod before, Pod after) {
        var old = tree(before);
        var now = tree(after);
        if (old.at(CONTAINERS).equals(now.at(CONTAINERS))) { // comparing two hundred with each other takes its time
            withoutContainers(old);
            withoutContainers(now);
        }
        return JsonDiff.asJson(old, now, PLAIN);
    }

    private static void withoutContainers(JsonNode pod) {
        ((ObjectNode) pod.path("spec")).remove("containers");
    }

    private static JsonNode tree(Pod pod) {
        return MODEL.convertValue(pod, JsonNode.class);
    }
}

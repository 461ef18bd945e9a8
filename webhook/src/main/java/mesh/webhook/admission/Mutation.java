package mesh.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.zjsonpatch.DiffFlags;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.EnumSet;
import java.util.List;
import mesh.webhook.inject.Annotation;
import mesh.webhook.inject.Injection;
import mesh.webhook.inject.InjectorSettings;

/**
 * Changes pods that are to be meshed, and marks namespaces that ask for it. It looks at the request alone: which of the
 * entries of the webhook's configuration called says, by its path, whether the pod's namespace asks.
 */
final class Mutation {
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
            case "Namespace" -> namespace(review.object());
            default -> Verdict.accepted("left", review.kind() + " is not ours to change", List.of());
        };
    }

    private Verdict pod(Review review, boolean namespaceAsks) {
        var before = MODEL.convertValue(review.object(), Pod.class);
        if (before.getMetadata() == null || before.getSpec() == null) {
            return Verdict.refused(List.of("the pod has no " + (before.getSpec() == null ? "spec" : "metadata")));
        }
        return switch (Injection.of(before, namespaceAsks, settings)) {
            case Injection.Injected(var after, var warnings) ->
                Verdict.patched("injected", "version " + settings.version(), warnings, difference(before, after));
            case Injection.Left(var why, var warnings) -> Verdict.accepted("left", why, warnings);
            case Injection.Refused(var reasons) -> Verdict.refused(reasons);
        };
    }

    /** Between two readings of one model: what the model does not know of the pod is in neither, and is not touched. */
    private static JsonNode difference(Pod before, Pod after) {
        return JsonDiff.asJson(tree(before), tree(after), PLAIN);
    }

    private static JsonNode tree(Pod pod) {
        return MODEL.convertValue(pod, JsonNode.class);
    }

    /** Webhooks are selected by labels, so the annotation becomes one. Taking it back to "false" takes the label too. */
    private static Verdict namespace(JsonNode namespace) {
        var metadata = namespace.path("metadata");
        var asked = metadata.path("annotations").path(Annotation.INJECT.key()).asText("");
        var label = metadata.path("labels").path(Annotation.INJECT.key()).asText("");
        if (asked.isEmpty() || asked.equals(label) || !List.of("true", "false").contains(asked)) {
            return Verdict.accepted("left", "its label fits its annotation", List.of());
        }
        var patch = JsonNodeFactory.instance.arrayNode();
        if (!metadata.path("labels").isObject()) {
            patch.add(operation("/metadata/labels").set("value", JsonNodeFactory.instance.objectNode()));
        }
        patch.add(operation("/metadata/labels/" + Annotation.INJECT.key().replace("/", "~1"))
                .put("value", asked));
        return Verdict.patched("labelled", "pods of the namespace: " + asked, List.of(), patch);
    }

    private static ObjectNode operation(String path) {
        return JsonNodeFactory.instance.objectNode().put("op", "add").put("path", path);
    }
}

package mesh.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import mesh.webhook.inject.Annotation;

/**
 * Makes a namespace's annotation its label as well, since webhooks are selected by labels. The label follows the annotation:
 * it takes its value, and goes when the annotation goes. A label that never had an annotation beside it is left alone:
 * somebody has set it by hand, which asks for the same.
 */
final class NamespaceLabel {
    private static final String KEY = Annotation.INJECT.key();
    private static final String PATH = "/metadata/labels/" + KEY.replace("/", "~1");

    private NamespaceLabel() {}

    static Verdict of(Review review) {
        var annotation = in(review.object(), "annotations");
        var label = in(review.object(), "labels");
        if (annotation.isEmpty()) {
            var before = review.oldObject() == null ? "" : in(review.oldObject(), "annotations");
            return label.isEmpty() || !label.equals(before)
                    ? left()
                    : labelled("say for themselves", operation("remove", PATH));
        }
        if (annotation.equals(label) || !List.of("true", "false").contains(annotation)) {
            return left(); // what else it may say is refused by our other page
        }
        var set = operation("add", PATH).put("value", annotation);
        return review.object().path("metadata").path("labels").isObject()
                ? labelled(annotation, set)
                : labelled(annotation, emptyLabels(), set);
    }

    private static String in(JsonNode namespace, String map) {
        return namespace.path("metadata").path(map).path(KEY).asText("").strip();
    }

    private static Verdict left() {
        return Verdict.accepted("left", "its label fits its annotation", List.of());
    }

    private static Verdict labelled(String says, JsonNode... operations) {
        var patch = JsonNodeFactory.instance.arrayNode().addAll(List.of(operations));
        return Verdict.patched("labelled", "pods of the namespace: " + says, List.of(), patch);
    }

    private static ObjectNode emptyLabels() {
        var operation = operation("add", "/metadata/labels");
        operation.putObject("value");
        return operation;
    }

    private static ObjectNode operation(String operation, String path) {
        return JsonNodeFactory.instance.objectNode().put("op", operation).put("path", path);
    }
}

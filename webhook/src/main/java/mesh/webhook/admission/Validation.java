package mesh.webhook.admission;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.controlplane.catalog.ManifestException;
import mesh.controlplane.catalog.Manifests;
import mesh.webhook.inject.Annotation;

/**
 * Refuses what the mesh could not use, at the moment when somebody writes it and can mend it. A mistake that was in the
 * object before is no reason to refuse a change: a controller that scales an old ReplicaSet, or takes a finalizer from it,
 * did not make it and cannot mend it.
 */
final class Validation {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** On a Service, read by the control plane. */
    private static final List<String> OF_SERVICES =
            List.of(Annotation.PREFIX + "opaque-ports", Annotation.PREFIX + "visible-to");

    /**
     * What is to be said of an object.
     *
     * @param mistakes the mesh cannot use it so
     * @param warnings it can be kept, and may not do what its author thinks
     */
    private record Found(List<String> mistakes, List<String> warnings) {
        static Found mistakes(Stream<String> mistakes) {
            return new Found(mistakes.toList(), List.of());
        }
    }

    private Validation() {}

    static Verdict of(Review review) {
        if (review.object() == null) {
            return Verdict.accepted("accepted", "nothing to check on " + review.operation(), List.of());
        }
        var now = in(review.kind(), review.object());
        var before = review.oldObject() == null
                ? List.<String>of()
                : in(review.kind(), review.oldObject()).mistakes();
        var made = now.mistakes().stream()
                .filter(mistake -> !before.contains(mistake))
                .toList();
        if (!made.isEmpty()) {
            return Verdict.refused(made);
        }
        var warnings =
                Stream.concat(now.mistakes().stream(), now.warnings().stream()).toList();
        return Verdict.accepted("accepted", String.join("; ", warnings), warnings);
    }

    private static Found in(String kind, JsonNode object) {
        return switch (kind) {
            case "TrafficPolicy" -> policy(object);
            case "HTTPRoute" -> route(object);
            case "Service" -> service(object);
            case "Namespace" -> namespace(object);
            default -> workload(object);
        };
    }

    /** Ours, so we say no. */
    private static Found policy(JsonNode object) {
        return Found.mistakes(whyUnread(object).stream());
    }

    /** Not ours alone: another implementation may know more than we. */
    private static Found route(JsonNode object) {
        return new Found(
                List.of(),
                whyUnread(object).map(why -> "the mesh will not use this route: " + why).stream()
                        .toList());
    }

    /** By the control plane's own reader. @return why it will not use the object */
    private static Optional<String> whyUnread(JsonNode object) {
        try {
            Manifests.read(JSON.convertValue(object, new TypeReference<Map<String, Object>>() {}));
            return Optional.empty();
        } catch (ManifestException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Found service(JsonNode object) {
        var unknown = ours(object.path("metadata"))
                .filter(key -> !OF_SERVICES.contains(key))
                .map(key ->
                        "annotation " + key + ": there is no such annotation of a Service; there are " + OF_SERVICES);
        return Found.mistakes(Stream.concat(unknown, Annotated.portMistakes(object)));
    }

    private static Found namespace(JsonNode object) {
        var annotations = Annotated.of(object.path("metadata"));
        var inject = Map.of(Annotation.INJECT.key(), annotations.getOrDefault(Annotation.INJECT.key(), "false"));
        var unknown = ours(object.path("metadata"))
                .filter(key -> !key.equals(Annotation.INJECT.key()))
                .map(key -> "annotation " + key + ": on a namespace there is only " + Annotation.INJECT.key()
                        + "; the others belong to pods");
        return Found.mistakes(Stream.concat(unknown, Annotation.mistakesIn(inject)));
    }

    /** What counts is what its pods will say. On itself an annotation of ours does nothing. */
    private static Found workload(JsonNode object) {
        var misplaced = ours(object.path("metadata"))
                .map(key -> "annotation " + key + " is on the "
                        + object.path("kind").asText("object")
                        + " itself, where nobody reads it: it belongs to spec.template.metadata.annotations");
        return new Found(
                Annotation.mistakesIn(Annotated.of(Annotated.template(object))).toList(), misplaced.toList());
    }

    private static Stream<String> ours(JsonNode metadata) {
        return Annotated.of(metadata).keySet().stream().filter(key -> key.startsWith(Annotation.PREFIX));
    }
}

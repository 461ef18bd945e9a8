package mesh.webhook.admission;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.controlplane.catalog.ManifestException;
import mesh.controlplane.catalog.Manifests;
import mesh.webhook.inject.Annotation;

/** Refuses what the mesh could not use, at the moment when somebody writes it and can mend it. */
final class Validation {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** On a Service, read by the control plane. */
    private static final List<String> OF_SERVICES =
            List.of(Annotation.PREFIX + "opaque-ports", Annotation.PREFIX + "visible-to");

    private Validation() {}

    static Verdict of(Review review) {
        if (review.object() == null) {
            return Verdict.accepted("accepted", "nothing to check on " + review.operation(), List.of());
        }
        return switch (review.kind()) {
            case "TrafficPolicy" -> policy(review.object());
            case "HTTPRoute" -> route(review.object());
            case "Service" -> service(review.object());
            case "Namespace" -> namespace(review.object());
            default -> annotated(review.object());
        };
    }

    /** Ours, so we say no. */
    private static Verdict policy(JsonNode object) {
        try {
            read(object);
            return Verdict.accepted("accepted", "", List.of());
        } catch (ManifestException e) {
            return Verdict.refused(List.of(e.getMessage()));
        }
    }

    /** Not ours alone: another implementation may know more than we. */
    private static Verdict route(JsonNode object) {
        try {
            read(object);
            return Verdict.accepted("accepted", "", List.of());
        } catch (ManifestException e) {
            return Verdict.accepted(
                    "accepted", e.getMessage(), List.of("the mesh will not use this route: " + e.getMessage()));
        }
    }

    /** As the control plane will. */
    private static void read(JsonNode object) throws ManifestException {
        Manifests.read(JSON.convertValue(object, new TypeReference<Map<String, Object>>() {}));
    }

    private static Verdict service(JsonNode object) {
        var unknown = Annotated.of(object.path("metadata")).keySet().stream()
                .filter(key -> key.startsWith(Annotation.PREFIX) && !OF_SERVICES.contains(key))
                .map(key ->
                        "annotation " + key + ": there is no such annotation of a Service; there are " + OF_SERVICES);
        return verdict(Stream.concat(unknown, Annotated.portMistakes(object)));
    }

    private static Verdict namespace(JsonNode object) {
        var annotations = Annotated.of(object.path("metadata"));
        var inject = Map.of(Annotation.INJECT.key(), annotations.getOrDefault(Annotation.INJECT.key(), "false"));
        var unknown = annotations.keySet().stream()
                .filter(key -> key.startsWith(Annotation.PREFIX) && !key.equals(Annotation.INJECT.key()))
                .map(key -> "annotation " + key + ": on a namespace there is only " + Annotation.INJECT.key()
                        + "; the others belong to pods");
        return verdict(Stream.concat(unknown, Annotation.mistakesIn(inject)));
    }

    /** A workload: what counts is what its pods will say. On itself an annotation of ours does nothing. */
    private static Verdict annotated(JsonNode object) {
        var mistakes =
                Annotation.mistakesIn(Annotated.of(Annotated.template(object))).toList();
        var misplaced = Annotated.of(object.path("metadata")).keySet().stream()
                .filter(key -> key.startsWith(Annotation.PREFIX))
                .map(key -> "annotation " + key + " is on the "
                        + object.path("kind").asText("object")
                        + " itself, where nobody reads it: it belongs to spec.template.metadata.annotations")
                .toList();
        return mistakes.isEmpty() ? Verdict.accepted("accepted", "", misplaced) : Verdict.refused(mistakes);
    }

    private static Verdict verdict(Stream<String> mistakes) {
        var all = mistakes.toList();
        return all.isEmpty() ? Verdict.accepted("accepted", "", List.of()) : Verdict.refused(all);
    }
}

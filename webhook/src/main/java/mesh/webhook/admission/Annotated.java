package mesh.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mesh.webhook.inject.Annotation;

/** Annotations, wherever an object has them. */
final class Annotated {
    private static final String OPAQUE_PORTS = Annotation.PREFIX + "opaque-ports";

    private Annotated() {}

    /** A copy. */
    static Map<String, String> of(JsonNode metadata) {
        var annotations = new TreeMap<String, String>();
        metadata.path("annotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText()));
        return annotations;
    }

    /** The metadata of the pods that a workload makes; a CronJob's are one level deeper. */
    static JsonNode template(JsonNode workload) {
        var spec = workload.path("spec");
        return (spec.has("jobTemplate") ? spec.path("jobTemplate").path("spec") : spec)
                .path("template")
                .path("metadata");
    }

    static Stream<String> portMistakes(JsonNode service) {
        var ports = of(service.path("metadata")).getOrDefault(OPAQUE_PORTS, "").strip();
        return ports.isEmpty()
                ? Stream.of()
                : Stream.of(ports.split("[,\\s]+"))
                        .filter(port -> !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535)
                        .map(port -> "annotation %s: '%s' is no port; write the Service's own, such as 3306,5432"
                                .formatted(OPAQUE_PORTS, port));
    }
}

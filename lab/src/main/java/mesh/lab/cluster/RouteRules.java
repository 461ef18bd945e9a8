package mesh.lab.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import mesh.lab.control.Weights;
import mesh.lab.view.Failure;

/**
 * The HTTPRoute of one service, of the simple kind: one rule for all requests, and two backends.
 *
 * @param name of the route
 * @param rules as they are
 * @param stable where among the backends the service itself is
 */
record RouteRules(String name, String service, JsonNode rules, int stable) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_WEIGHT = 1; // Gateway API: an absent weight
    private static final String BACKENDS = "/0/backendRefs";

    /**
     * @param route as the API server has it
     * @return empty when it is for another service
     * @throws Failure when it is not of the simple kind
     */
    static Optional<RouteRules> of(JsonNode route, String service) throws Failure {
        var name = route.at("/metadata/name").asText();
        var namespace = route.at("/metadata/namespace").asText();
        boolean ours = list(route.at("/spec/parentRefs")).stream()
                .anyMatch(parent -> parent.path("kind").asText().equals("Service")
                        && parent.path("name").asText().equals(service)
                        && parent.path("namespace").asText(namespace).equals(namespace));
        return ours ? Optional.of(simple(name, service, route.at("/spec/rules"))) : Optional.empty();
    }

    private static RouteRules simple(String name, String service, JsonNode rules) throws Failure {
        if (rules.size() != 1) {
            throw notSimple(name, service, "has %d rules".formatted(rules.size()));
        }
        if (!list(rules.at("/0/matches")).stream().allMatch(RouteRules::matchesAll)) {
            throw notSimple(name, service, "is for some requests only: its rule has matches");
        }
        var backends = list(rules.at(BACKENDS)).stream()
                .map(backend -> backend.path("name").asText())
                .toList();
        if (backends.size() != 2 || backends.indexOf(service) != 1 - backends.lastIndexOf(other(backends, service))) {
            throw notSimple(name, service, "has backends " + String.join(", ", backends));
        }
        return new RouteRules(name, service, rules, backends.indexOf(service));
    }

    private static String other(List<String> backends, String service) {
        return backends.stream()
                .filter(backend -> !backend.equals(service))
                .findFirst()
                .orElse("");
    }

    /** What the Gateway API's CRD writes where nothing is written: every path. */
    private static boolean matchesAll(JsonNode match) {
        return match.size() == 1
                && match.at("/path/type").asText().equals("PathPrefix")
                && match.at("/path/value").asText().equals("/");
    }

    private static Failure notSimple(String name, String service, String what) {
        return new Failure(
                "the HTTPRoute %s %s. A canary is one rule without matches, and two backends: %s and one other. Edit this one by hand: kubectl edit httproute %s"
                        .formatted(name, what, service, name));
    }

    Weights weights() {
        var canary = backend(1 - stable);
        return new Weights(service, canary.path("name").asText(), weight(backend(stable)), weight(canary));
    }

    private JsonNode backend(int index) {
        return rules.at(BACKENDS).path(index);
    }

    private static int weight(JsonNode backend) {
        return backend.path("weight").asInt(DEFAULT_WEIGHT);
    }

    /**
     * Only the weights, and only if the rules still are as they were read.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902, JSON patch</a>
     */
    String patch(Weights weights) {
        var patch = new ArrayList<ObjectNode>();
        patch.add(operation("test", "/spec/rules").set("value", rules));
        patch.add(weight(stable, weights.stableWeight()));
        patch.add(weight(1 - stable, weights.canaryWeight()));
        return patch.toString();
    }

    /** "add" also replaces what is there: section 4.1. */
    private static ObjectNode weight(int backend, int weight) {
        return operation("add", "/spec/rules" + BACKENDS + "/" + backend + "/weight")
                .put("value", weight);
    }

    private static ObjectNode operation(String operation, String path) {
        return JSON.createObjectNode().put("op", operation).put("path", path);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}

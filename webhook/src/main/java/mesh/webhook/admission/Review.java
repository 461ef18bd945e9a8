package mesh.webhook.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * What the API server asks.
 *
 * @param operation CREATE, UPDATE, DELETE or CONNECT
 * @param kind of the object, such as Pod
 * @param namespace empty for what has none
 * @param name empty where the API server has yet to make one
 * @param dryRun whether nothing will be stored
 * @param object as it is to be; null when it is to be deleted
 * @param oldObject as it is; null when it is to be created
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Request</a>
 */
record Review(
        String uid,
        String operation,
        String kind,
        String namespace,
        String name,
        boolean dryRun,
        JsonNode object,
        JsonNode oldObject) {
    static final String API_VERSION = "admission.k8s.io/v1";

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** @throws Malformed when it is no AdmissionReview that we know */
    static Review read(byte[] body) throws Malformed {
        var root = tree(body);
        require(root.isObject(), "it is no JSON object");
        require(
                root.path("kind").asText().equals("AdmissionReview"),
                "kind is '" + shown(root.path("kind")) + "'; expected AdmissionReview");
        require(
                root.path("apiVersion").asText().equals(API_VERSION),
                "apiVersion is '" + shown(root.path("apiVersion")) + "'; accepted: " + API_VERSION);
        var request = root.path("request");
        require(request.isObject(), "it has no request");
        require(!request.path("uid").asText().isEmpty(), "request.uid is missing");
        require(!request.path("operation").asText().isEmpty(), "request.operation is missing");
        require(request.path("kind").isObject(), "request.kind is missing");
        return new Review(
                request.path("uid").asText(),
                request.path("operation").asText(),
                request.path("kind").path("kind").asText(),
                request.path("namespace").asText(),
                request.path("name").asText(),
                request.path("dryRun").asBoolean(),
                object(request, "object"),
                object(request, "oldObject"));
    }

    private static JsonNode object(JsonNode request, String name) throws Malformed {
        var object = request.path(name);
        require(object.isObject() || object.isNull() || object.isMissingNode(), "request." + name + " is no object");
        return object.isObject() ? withoutNulls(object) : null;
    }

    /** A field that is null is a field that is not there. */
    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(Review::withoutNulls);
        return node;
    }

    private static JsonNode tree(byte[] body) throws Malformed {
        try {
            var root = JSON.readTree(body);
            require(root != null && !root.isMissingNode(), "the body is empty");
            return root;
        } catch (JsonProcessingException e) {
            throw new Malformed("the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Malformed("the body is no JSON: " + e.getMessage());
        }
    }

    private static void require(boolean holds, String otherwise) throws Malformed {
        if (!holds) {
            throw new Malformed("not an AdmissionReview: " + otherwise);
        }
    }

    private static String shown(JsonNode node) {
        var text = node.asText();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** Where the object is, for people. */
    String where() {
        var shown = name.isEmpty() && object != null
                ? object.path("metadata")
                        .path("name")
                        .asText(object.path("metadata").path("generateName").asText() + "*")
                : name;
        return kind + " " + (namespace.isEmpty() ? shown : namespace + "/" + shown);
    }

    /** It cannot be answered, since nobody knows what was asked. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }
}

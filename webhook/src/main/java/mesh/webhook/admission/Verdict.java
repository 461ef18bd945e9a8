package mesh.webhook.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What is answered.
 *
 * @param outcome in a word, for metrics and logs: injected, left, accepted, refused, error
 * @param why in words, for logs, and for the one whose request is refused
 * @param warnings shown by kubectl to whoever made the request
 * @param patch changes to the object, RFC 6902
 */
record Verdict(boolean allowed, int code, String outcome, String why, List<String> warnings, Optional<JsonNode> patch) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The API server cuts longer ones. */
    private static final int LONGEST_WARNING = 256;

    private static final int MOST_WARNINGS = 10;
    private static final int LONGEST_REASON = 4096;

    static Verdict accepted(String outcome, String why, List<String> warnings) {
        return new Verdict(true, 200, outcome, why, warnings, Optional.empty());
    }

    static Verdict patched(String outcome, String why, List<String> warnings, JsonNode patch) {
        return new Verdict(true, 200, outcome, why, warnings, Optional.of(patch));
    }

    /** 422: as the API server itself says of an object that is wrong. */
    static Verdict refused(List<String> reasons) {
        return new Verdict(
                false, 422, "refused", cut(String.join("; ", reasons), LONGEST_REASON), List.of(), Optional.empty());
    }

    /** Ours, not the object's. */
    static Verdict error(String why) {
        return new Verdict(false, 500, "error", why, List.of(), Optional.empty());
    }

    byte[] toJson(String uid) {
        var root = JSON.createObjectNode();
        root.put("apiVersion", Review.API_VERSION).put("kind", "AdmissionReview");
        var response = root.putObject("response").put("uid", uid).put("allowed", allowed);
        if (!allowed) {
            response.putObject("status")
                    .put("status", "Failure")
                    .put("code", code)
                    .put("message", "diy-service-mesh: " + why);
        }
        addWarnings(response);
        patch.filter(operations -> !operations.isEmpty())
                .ifPresent(operations -> response.put("patchType", "JSONPatch")
                        .put(
                                "patch",
                                Base64.getEncoder()
                                        .encodeToString(operations.toString().getBytes(StandardCharsets.UTF_8))));
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void addWarnings(ObjectNode response) {
        if (!warnings.isEmpty()) {
            var array = response.putArray("warnings");
            warnings.stream()
                    .limit(MOST_WARNINGS)
                    .map(warning -> cut("diy-service-mesh: " + warning, LONGEST_WARNING))
                    .forEach(array::add);
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}

package mesh.k8s.tilt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import mesh.testkit.KubeScripts;

/** What a Tiltfile asked of Tilt, call by call. */
record Tiltfile(JsonNode calls) {
    static final Path FILE = KubeScripts.PROJECT.resolve("Tiltfile");

    static Tiltfile run() throws IOException {
        return new Tiltfile(Starlark.run(FILE));
    }

    /** The parameters of each call of that function. */
    List<JsonNode> all(String function) {
        return list(calls).stream()
                .filter(call -> call.get("call").asText().equals(function))
                .map(call -> call.get("with"))
                .toList();
    }

    List<JsonNode> images() {
        return all("docker_build");
    }

    /** Its names are the new ones where a resource is renamed. */
    List<String> resources() {
        return Stream.concat(
                        all("k8s_resource").stream().map(Tiltfile::nameOf),
                        all("local_resource").stream()
                                .map(local -> local.get("name").asText()))
                .toList();
    }

    private static String nameOf(JsonNode resource) {
        return resource.path("new_name").asText(resource.path("workload").asText());
    }

    /** What may be one or many. */
    static List<JsonNode> list(JsonNode node) {
        if (node == null || node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false).toList() : List.of(node);
    }

    static List<String> texts(JsonNode node) {
        return list(node).stream().map(JsonNode::asText).toList();
    }
}

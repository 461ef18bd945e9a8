package mesh.controlplane.catalog;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads Kubernetes manifests: YAML (JSON is YAML too), any number of documents, Lists as well. */
final class Manifests {
    private static final String ACCEPTED =
            "Service v1, EndpointSlice discovery.k8s.io/v1, HTTPRoute gateway.networking.k8s.io/v1,"
                    + " TrafficPolicy diymesh.dev/v1alpha1 and List v1";

    private Manifests() {}

    /** @throws ManifestException at the first thing that is wrong; a file is taken whole or not at all */
    static List<MeshObject> parse(String yaml) throws ManifestException {
        var objects = new ArrayList<MeshObject>();
        for (var document : documents(yaml)) {
            add(document, objects);
        }
        return objects;
    }

    private static List<Node> documents(String yaml) throws ManifestException {
        try {
            var documents = new ArrayList<Node>();
            for (var document : new Compose(LoadSettings.builder().build()).composeAllFromString(yaml)) {
                if (!document.getTag().equals(Tag.NULL)) { // nothing between two '---'
                    documents.add(document);
                }
            }
            return documents;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            throw new ManifestException(line, "no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ManifestException(0, "no YAML: " + e.getMessage());
        }
    }

    private static void add(Node node, List<MeshObject> objects) throws ManifestException {
        var document = Fields.of(node, "");
        var apiVersion = document.requiredText("apiVersion");
        var kind = document.requiredText("kind");
        switch (kind + " " + apiVersion) {
            case "Service v1" -> objects.add(ServiceManifest.read(document));
            case "EndpointSlice discovery.k8s.io/v1" -> objects.add(SliceManifest.read(document));
            case "HTTPRoute gateway.networking.k8s.io/v1" -> objects.add(RouteManifest.read(document));
            case "TrafficPolicy diymesh.dev/v1alpha1" -> objects.add(PolicyManifest.read(document));
            case "List v1" -> {
                document.leave("metadata");
                for (var item : document.nodes("items")) {
                    add(item, objects);
                }
            }
            default ->
                throw document.error(
                        "kind", "%s %s is not read here; accepted: %s".formatted(kind, apiVersion, ACCEPTED));
        }
        document.done();
    }
}

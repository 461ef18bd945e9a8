package mesh.controlplane.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads Kubernetes manifests, as files or as an API server gives them: whatever they come from is judged here. */
public final class Manifests {
    private static final String ACCEPTED =
            "Service v1, EndpointSlice discovery.k8s.io/v1, Pod v1, HTTPRoute gateway.networking.k8s.io/v1,"
                    + " TrafficPolicy diymesh.dev/v1alpha1 and List v1";

    private static final String OF_CUSTOM_RESOURCES = "(gateway\\.networking\\.k8s\\.io|diymesh\\.dev)/.*";

    private Manifests() {}

    /**
     * One object from an API server. Of the built-in kinds the server has checked every field, and a later version of
     * it may have more than we know: those are let pass.
     *
     * @param object parsed JSON
     */
    public static MeshObject read(Map<String, ?> object) throws ManifestException {
        var objects = new ArrayList<MeshObject>();
        boolean builtIn = !String.valueOf(object.get("apiVersion")).matches(OF_CUSTOM_RESOURCES);
        add(Fields.of(ObjectNodes.of(object), "", builtIn), objects);
        return objects.getFirst();
    }

    /** YAML (JSON is YAML too), any number of documents, Lists as well. @throws ManifestException at the first thing that is wrong; a file is taken whole or not at all */
    static List<MeshObject> parse(String yaml) throws ManifestException {
        var objects = new ArrayList<MeshObject>();
        for (var document : documents(yaml)) {
            add(Fields.of(document, ""), objects);
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

    private static void add(Fields document, List<MeshObject> objects) throws ManifestException {
        var apiVersion = document.requiredText("apiVersion");
        var kind = document.requiredText("kind");
        switch (kind + " " + apiVersion) {
            case "Service v1" -> objects.add(ServiceManifest.read(document));
            case "EndpointSlice discovery.k8s.io/v1" -> objects.add(SliceManifest.read(document));
            case "Pod v1" -> objects.add(PodManifest.read(document));
            case "HTTPRoute gateway.networking.k8s.io/v1" -> objects.add(RouteManifest.read(document));
            case "TrafficPolicy diymesh.dev/v1alpha1" -> objects.add(PolicyManifest.read(document));
            case "List v1" -> {
                document.leave("metadata");
                for (var item : document.nodes("items")) {
                    add(Fields.of(item, ""), objects);
                }
            }
            default ->
                throw document.error(
                        "kind", "%s %s is not read here; accepted: %s".formatted(kind, apiVersion, ACCEPTED));
        }
        document.done();
    }
}

package mesh.controlplane.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object of the API server as the document that a manifest in a file would be, without what nobody reads. */
final class Document {
    private Document() {}

    static Map<String, Object> of(Resource resource, GenericKubernetesResource object) {
        var document = new LinkedHashMap<String, Object>();
        document.put("apiVersion", resource.apiVersion());
        document.put("kind", resource.kind());
        document.put("metadata", metadata(object.getMetadata()));
        if (resource != Resource.PODS) { // by far the largest, and only its metadata is read
            document.putAll(object.getAdditionalProperties());
            document.remove("status");
        }
        return document;
    }

    private static Map<String, Object> metadata(ObjectMeta of) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("namespace", of.getNamespace());
        metadata.put("name", of.getName());
        metadata.put("creationTimestamp", of.getCreationTimestamp());
        metadata.put("labels", of.getLabels());
        metadata.put("annotations", of.getAnnotations());
        metadata.put(
                "ownerReferences",
                of.getOwnerReferences().stream()
                        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                        .map(owner -> Map.of("name", owner.getName(), "controller", true))
                        .toList());
        return metadata;
    }
}

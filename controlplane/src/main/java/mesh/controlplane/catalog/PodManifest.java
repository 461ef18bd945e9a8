package mesh.controlplane.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads of a Pod who it belongs to. Where it runs and whether it is ready is in the EndpointSlices already. */
final class PodManifest {
    private static final String TEMPLATE_HASH = "pod-template-hash";
    private static final List<String> VERSION_LABELS = List.of("app.kubernetes.io/version", "version");

    private PodManifest() {}

    static PodObject read(Fields document) throws ManifestException {
        document.leave("spec", "status");
        var metadata = Metadata.of(document);
        var owner = owner(document.requiredFields("metadata"));
        var workload = owner.map(name -> withoutHash(name, metadata.labels()));
        return new PodObject(metadata.name(), workload.orElse(metadata.name().name()), version(metadata.labels()));
    }

    private static Optional<String> owner(Fields metadata) throws ManifestException {
        for (var reference : metadata.list("ownerReferences")) {
            if (reference.flag("controller", false)) { // at most one is
                return Optional.of(reference.requiredText("name"));
            }
        }
        return Optional.empty();
    }

    /** A Deployment's pods are owned by its ReplicaSet, named after it with the hash that its pods are labelled with. */
    private static String withoutHash(String owner, Map<String, String> labels) {
        var suffix = "-" + labels.getOrDefault(TEMPLATE_HASH, "");
        return suffix.length() > 1 && owner.endsWith(suffix)
                ? owner.substring(0, owner.length() - suffix.length())
                : owner;
    }

    /** What the labels of a pod, or of a slice that stands for its pods, say of the version of the application. */
    static String version(Map<String, String> labels) {
        return VERSION_LABELS.stream()
                .map(labels::get)
                .filter(label -> label != null)
                .findFirst()
                .orElse("");
    }
}

package mesh.controlplane.catalog;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** What every object says of itself. */
record Metadata(ObjectName name, Map<String, String> labels, Map<String, String> annotations, Instant created) {
    /** Kubernetes' own rule for names: RFC 1123, lower case. */
    private static final String NAME = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

    static Metadata of(Fields document) throws ManifestException {
        var fields = document.requiredFields("metadata");
        var metadata = new Metadata(
                new ObjectName(name(fields, "namespace", "default"), name(fields, "name", null)),
                fields.map("labels"),
                fields.map("annotations"),
                created(fields));
        // What an API server adds of its own when a manifest is read back from a cluster.
        fields.leave("uid", "resourceVersion", "generation", "generateName", "managedFields", "ownerReferences")
                .leave("finalizers", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds")
                .done();
        return metadata;
    }

    /** @param fallback what an absent field means; null: it must be there */
    static String name(Fields fields, String field, String fallback) throws ManifestException {
        var name = fallback == null
                ? fields.requiredText(field)
                : fields.text(field).orElse(fallback);
        if (!name.matches(NAME)) {
            throw fields.error(field, "'" + name + "' is no name: lower-case letters, digits, '-' and '.'");
        }
        return name;
    }

    private static Instant created(Fields fields) throws ManifestException {
        var text = fields.text("creationTimestamp");
        try {
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text.get());
        } catch (DateTimeParseException e) {
            throw fields.error("creationTimestamp", "'" + text.get() + "' is no time, such as 2026-01-31T12:00:00Z");
        }
    }
}

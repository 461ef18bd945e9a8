package mesh.controlplane.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mesh.controlplane.catalog.ObjectName;
import mesh.controlplane.status.Claim.BackendReference;

/**
 * Reads what is needed for a status, of objects that are refused too. So nothing is refused here: what has not the shape
 * that it should have is passed over, since the reader of manifests tells of it.
 */
public final class ClaimReader {
    /** The fields of a parentRef: a status repeats them as they are. */
    private static final List<String> REFERENCE = List.of("group", "kind", "namespace", "name", "sectionName", "port");

    private ClaimReader() {}

    /** @param document the object without its metadata: parsed JSON */
    public static Claim read(
            StatusKind kind, ObjectName name, long generation, String resourceVersion, Map<String, Object> document) {
        var spec = fields(document.get("spec"));
        return new Claim(
                new Claim.Key(kind, name),
                generation,
                resourceVersion,
                services(kind, spec, name.namespace()),
                backends(spec, name.namespace()),
                list(fields(document.get("status")).get(kind.list())),
                Optional.empty());
    }

    private static List<Map<String, Object>> services(StatusKind kind, Map<?, ?> spec, String namespace) {
        return switch (kind) {
            case ROUTE ->
                List.copyOf(new LinkedHashSet<>(maps(spec.get("parentRefs"))
                        .filter(parent -> text(parent, "kind", "Gateway").equals("Service"))
                        .map(ClaimReader::reference)
                        .toList()));
            case POLICY -> target(fields(spec.get("targetRef")), namespace);
        };
    }

    private static Map<String, Object> reference(Map<?, ?> parent) {
        var reference = new LinkedHashMap<String, Object>();
        for (var field : REFERENCE) {
            if (parent.get(field) != null) {
                reference.put(field, parent.get(field));
            }
        }
        return reference;
    }

    private static List<Map<String, Object>> target(Map<?, ?> reference, String namespace) {
        var name = text(reference, "name", "");
        return name.isEmpty()
                ? List.of()
                : List.of(Map.of("group", "", "kind", "Service", "namespace", namespace, "name", name));
    }

    private static List<BackendReference> backends(Map<?, ?> spec, String namespace) {
        var backends = new ArrayList<BackendReference>();
        maps(spec.get("rules")).forEach(rule -> {
            addMirrors(rule, namespace, backends);
            maps(rule.get("backendRefs")).forEach(backend -> {
                backends.add(backend(backend, namespace));
                addMirrors(backend, namespace, backends);
            });
        });
        return backends;
    }

    private static void addMirrors(Map<?, ?> parent, String namespace, List<BackendReference> backends) {
        maps(parent.get("filters"))
                .map(filter -> fields(fields(filter.get("requestMirror")).get("backendRef")))
                .filter(backend -> !backend.isEmpty())
                .forEach(backend -> backends.add(backend(backend, namespace)));
    }

    private static BackendReference backend(Map<?, ?> fields, String namespace) {
        int port = fields.get("port") instanceof Number number ? number.intValue() : 0;
        return new BackendReference(
                text(fields, "group", ""),
                text(fields, "kind", "Service"),
                new ObjectName(text(fields, "namespace", namespace), text(fields, "name", "")),
                port);
    }

    static Map<?, ?> fields(Object value) {
        return value instanceof Map<?, ?> fields ? fields : Map.of();
    }

    static List<Object> list(Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .filter(item -> item != null)
                        .map(item -> (Object) item)
                        .toList()
                : List.of();
    }

    static Stream<Map<?, ?>> maps(Object value) {
        return list(value).stream().filter(item -> item instanceof Map).map(ClaimReader::fields);
    }

    static String text(Map<?, ?> fields, String name, String fallback) {
        var value = fields.get(name);
        return value == null ? fallback : value.toString();
    }
}

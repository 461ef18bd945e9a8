package mesh.controlplane.catalog;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One YAML mapping: which fields it has, where each is, and which of them somebody asked for. */
final class Mapping {
    private final String path;
    private final int line;
    private final Map<String, NodeTuple> fields = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private Mapping(String path, int line) {
        this.path = path;
        this.line = line;
    }

    /** @param path of the mapping in its document; empty: the document itself */
    static Mapping of(Node node, String path) throws ManifestException {
        if (!(node instanceof MappingNode mapping)) {
            throw new ManifestException(line(node), (path.isEmpty() ? "the document" : path) + " must have fields");
        }
        var fields = new Mapping(path, line(node));
        for (var tuple : mapping.getValue()) {
            var name = scalar(tuple.getKeyNode(), path + ": the name of a field");
            if (fields.fields.put(name, tuple) != null) {
                throw new ManifestException(line(tuple.getKeyNode()), fields.pathOf(name) + " is given twice");
            }
        }
        return fields;
    }

    /** Absent and null are the same in Kubernetes. */
    Optional<Node> node(String name) {
        asked.add(name);
        return Optional.ofNullable(fields.get(name))
                .map(NodeTuple::getValueNode)
                .filter(node -> !node.getTag().equals(Tag.NULL));
    }

    Set<String> names() {
        return fields.keySet();
    }

    void leave(String... names) {
        asked.addAll(List.of(names));
    }

    /** Refuses what was given and never asked for. */
    void done() throws ManifestException {
        for (var field : fields.entrySet()) {
            if (!asked.contains(field.getKey())) {
                throw new ManifestException(
                        line(field.getValue().getKeyNode()),
                        "unknown field %s; accepted here: %s"
                                .formatted(pathOf(field.getKey()), String.join(", ", new TreeSet<>(asked))));
            }
        }
    }

    /** @return the error to throw: at the field's line, or at the mapping's when the field is absent */
    ManifestException error(String name, String reason) {
        var field = fields.get(name);
        return new ManifestException(field == null ? line : line(field.getKeyNode()), pathOf(name) + " " + reason);
    }

    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** @param what it is, for the error: lists and mappings are none */
    static String scalar(Node node, String what) throws ManifestException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new ManifestException(line(node), what + " must be a single value");
    }

    /** Counted from 1; 0: it comes from no file. */
    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}

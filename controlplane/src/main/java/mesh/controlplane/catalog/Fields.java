package mesh.controlplane.catalog;

import java.util.ArrayList;
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
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One YAML mapping, read field by field. Every error names the field by its whole path and knows its line. A reader
 * ends with {@link #done}: what it never asked for is a field that nobody would heed, and is refused.
 */
final class Fields {
    private final String path;
    private final int line;
    private final boolean lenient;
    private final Map<String, NodeTuple> fields = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private Fields(String path, int line, boolean lenient) {
        this.path = path;
        this.line = line;
        this.lenient = lenient;
    }

    /** @param path of the mapping in its document; empty: the document itself */
    static Fields of(Node node, String path) throws ManifestException {
        return of(node, path, false);
    }

    /** @param lenient whether {@link #done} lets unknown fields pass, here and further in */
    static Fields of(Node node, String path, boolean lenient) throws ManifestException {
        if (!(node instanceof MappingNode mapping)) {
            throw new ManifestException(line(node), (path.isEmpty() ? "the document" : path) + " must have fields");
        }
        var fields = new Fields(path, line(node), lenient);
        for (var tuple : mapping.getValue()) {
            var name = scalar(tuple.getKeyNode(), path + ": the name of a field");
            if (fields.fields.put(name, tuple) != null) {
                throw new ManifestException(line(tuple.getKeyNode()), fields.pathOf(name) + " is given twice");
            }
        }
        return fields;
    }

    /** Refuses what was given and never asked for. */
    void done() throws ManifestException {
        for (var field : fields.entrySet()) {
            if (!lenient && !asked.contains(field.getKey())) {
                throw new ManifestException(
                        line(field.getValue().getKeyNode()),
                        "unknown field %s; accepted here: %s"
                                .formatted(pathOf(field.getKey()), String.join(", ", new TreeSet<>(asked))));
            }
        }
    }

    /** Accepts fields that say nothing to the mesh, whatever is in them. */
    Fields leave(String... names) {
        asked.addAll(List.of(names));
        return this;
    }

    Optional<String> text(String name) throws ManifestException {
        var node = node(name);
        return node.isEmpty() ? Optional.empty() : Optional.of(scalar(node.get(), pathOf(name)));
    }

    String requiredText(String name) throws ManifestException {
        var text = text(name);
        if (text.isEmpty() || text.get().isEmpty()) {
            throw error(name, "is missing");
        }
        return text.get();
    }

    /** @param fallback what an absent field means */
    boolean flag(String name, boolean fallback) throws ManifestException {
        var text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error(name, "'" + text.get() + "' is neither true nor false");
        };
    }

    Optional<Integer> number(String name, int least, int most) throws ManifestException {
        var text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw error(name, "'%s' is no number from %d to %d".formatted(text.get(), least, most));
    }

    int requiredNumber(String name, int least, int most) throws ManifestException {
        var number = number(name, least, most);
        if (number.isEmpty()) {
            throw error(name, "is missing");
        }
        return number.get();
    }

    /** One of {@code accepted}'s keys, turned into its value. */
    <T> Optional<T> oneOf(String name, Map<String, T> accepted) throws ManifestException {
        var text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var value = accepted.get(text.get());
        if (value == null) {
            throw error(
                    name,
                    "'%s' is not accepted; write one of %s"
                            .formatted(text.get(), String.join(", ", new TreeSet<>(accepted.keySet()))));
        }
        return Optional.of(value);
    }

    Optional<Fields> fields(String name) throws ManifestException {
        var node = node(name);
        return node.isEmpty() ? Optional.empty() : Optional.of(of(node.get(), pathOf(name), lenient));
    }

    Fields requiredFields(String name) throws ManifestException {
        var found = fields(name);
        if (found.isEmpty()) {
            throw error(name, "is missing");
        }
        return found.get();
    }

    List<Fields> list(String name) throws ManifestException {
        var found = new ArrayList<Fields>();
        for (var item : nodes(name)) {
            found.add(of(item, pathOf(name) + "[" + found.size() + "]", lenient));
        }
        return found;
    }

    List<String> texts(String name) throws ManifestException {
        var found = new ArrayList<String>();
        for (var item : nodes(name)) {
            found.add(scalar(item, pathOf(name) + "[" + found.size() + "]"));
        }
        return found;
    }

    /** A mapping from any names to texts, such as labels. */
    Map<String, String> map(String name) throws ManifestException {
        var found = new LinkedHashMap<String, String>();
        var entries = fields(name);
        if (entries.isPresent()) {
            for (var key : entries.get().fields.keySet()) {
                found.put(key, entries.get().text(key).orElse(""));
            }
        }
        return found;
    }

    /** @return the error to throw: at the field's line, or at the mapping's when the field is absent */
    ManifestException error(String name, String reason) {
        var field = fields.get(name);
        return new ManifestException(field == null ? line : line(field.getKeyNode()), pathOf(name) + " " + reason);
    }

    List<Node> nodes(String name) throws ManifestException {
        var node = node(name);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw error(name, "must be a list");
    }

    /** Absent and null are the same in Kubernetes. */
    private Optional<Node> node(String name) {
        asked.add(name);
        return Optional.ofNullable(fields.get(name))
                .map(NodeTuple::getValueNode)
                .filter(node -> !isNull(node));
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String scalar(Node node, String what) throws ManifestException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new ManifestException(line(node), what + " must be a single value");
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}

package mesh.controlplane.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One YAML mapping, read field by field. Every error names the field by its whole path and knows its line. A reader
 * ends with {@link #done}: what it never asked for is a field that nobody would heed, and is refused.
 */
final class Fields {
    private final Mapping mapping;
    private final boolean lenient;

    private Fields(Mapping mapping, boolean lenient) {
        this.mapping = mapping;
        this.lenient = lenient;
    }

    /** @param path of the mapping in its document; empty: the document itself */
    static Fields of(Node node, String path) throws ManifestException {
        return of(node, path, false);
    }

    /** @param lenient whether {@link #done} lets unknown fields pass, here and further in */
    static Fields of(Node node, String path, boolean lenient) throws ManifestException {
        return new Fields(Mapping.of(node, path), lenient);
    }

    /** Refuses what was given and never asked for. */
    void done() throws ManifestException {
        if (!lenient) {
            mapping.done();
        }
    }

    /** Accepts fields that say nothing to the mesh, whatever is in them. */
    Fields leave(String... names) {
        mapping.leave(names);
        return this;
    }

    Optional<String> text(String name) throws ManifestException {
        var node = mapping.node(name);
        return node.isEmpty() ? Optional.empty() : Optional.of(Mapping.scalar(node.get(), mapping.pathOf(name)));
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
        var node = mapping.node(name);
        return node.isEmpty() ? Optional.empty() : Optional.of(of(node.get(), mapping.pathOf(name), lenient));
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
            found.add(of(item, mapping.pathOf(name) + "[" + found.size() + "]", lenient));
        }
        return found;
    }

    List<String> texts(String name) throws ManifestException {
        var found = new ArrayList<String>();
        for (var item : nodes(name)) {
            found.add(Mapping.scalar(item, mapping.pathOf(name) + "[" + found.size() + "]"));
        }
        return found;
    }

    /** A mapping from any names to texts, such as labels. */
    Map<String, String> map(String name) throws ManifestException {
        var found = new LinkedHashMap<String, String>();
        var entries = fields(name);
        if (entries.isPresent()) {
            for (var key : entries.get().mapping.names()) {
                found.put(key, entries.get().text(key).orElse(""));
            }
        }
        return found;
    }

    /** @return the error to throw, with the field's path and line */
    ManifestException error(String name, String reason) {
        return mapping.error(name, reason);
    }

    List<Node> nodes(String name) throws ManifestException {
        var node = mapping.node(name);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw error(name, "must be a list");
    }
}

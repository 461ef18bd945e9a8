package mesh.controlplane.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Parsed JSON as the nodes that parsed YAML has, so that one reader reads both. They have no line: it is 0. */
final class ObjectNodes {
    private ObjectNodes() {}

    /** @param value of JSON: a map, a list, a text, a number, a truth value or null */
    static Node of(Object value) {
        return switch (value) {
            case null -> scalar(Tag.NULL, "null");
            case Map<?, ?> map -> mapping(map);
            case List<?> list -> sequence(list);
            default -> scalar(Tag.STR, value.toString()); // a reader knows itself whether it wants a number
        };
    }

    private static Node mapping(Map<?, ?> map) {
        var tuples = new ArrayList<NodeTuple>(map.size());
        map.forEach((name, value) -> tuples.add(new NodeTuple(scalar(Tag.STR, name.toString()), of(value))));
        return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
    }

    private static Node sequence(List<?> list) {
        return new SequenceNode(Tag.SEQ, list.stream().map(ObjectNodes::of).toList(), FlowStyle.BLOCK);
    }

    private static Node scalar(Tag tag, String text) {
        return new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }
}

package mesh.lab.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mesh.lab.topology.Service;
import mesh.lab.view.Failure;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A manifest with the HTTPRoute of one service in it. The YAML library says where in the text each value stands, and only
 * the weights are replaced there: comments, order and style stay as their author wrote them.
 */
final class RouteText {
    private static final int DEFAULT_WEIGHT = 1; // Gateway API: an absent weight

    private final String text;
    private final String service;
    private final MappingNode stable;
    private final MappingNode canary;

    private RouteText(String text, String service, MappingNode stable, MappingNode canary) {
        this.text = text;
        this.service = service;
        this.stable = stable;
        this.canary = canary;
    }

    /**
     * @return empty when no route in it is for that service
     * @throws Failure when it is no YAML, or its route is not of the simple kind: one rule, two backends
     */
    static Optional<RouteText> find(String text, String service) throws Failure {
        for (var document : documents(text)) {
            if (document instanceof MappingNode route && isRouteOf(route, service)) {
                return Optional.of(of(text, service, route));
            }
        }
        return Optional.empty();
    }

    Weights weights() throws Failure {
        return new Weights(service, scalar(canary, "name").orElseThrow(), weight(stable), weight(canary));
    }

    /**
     * The same text with other weights.
     *
     * @throws Failure when it would not say them: an anchor or an alias stands where a weight does
     */
    String with(Weights weights) throws Failure {
        var edited = edited(weights);
        try {
            if (find(edited, service).orElseThrow().weights().equals(weights)) {
                return edited;
            }
        } catch (Failure e) {
            throw new Failure(
                    "the weights in the route of %s cannot be changed in place: %s. Edit the file by hand."
                            .formatted(service, e.getMessage()),
                    e);
        }
        throw new Failure(
                "the weights in the route of %s cannot be changed in place. Edit the file by hand.".formatted(service));
    }

    private String edited(Weights weights) {
        var edits = new ArrayList<>(
                List.of(weightEdit(stable, weights.stableWeight()), weightEdit(canary, weights.canaryWeight())));
        edits.sort(Comparator.comparingInt(Edit::from).reversed()); // from the end: earlier places stay where they are
        var edited = new StringBuilder(text);
        for (var edit : edits) {
            edited.replace(edit.from, edit.to, edit.with);
        }
        return edited.toString();
    }

    private static List<Node> documents(String text) throws Failure {
        try {
            var documents = new ArrayList<Node>();
            new Compose(LoadSettings.builder().build())
                    .composeAllFromString(text)
                    .forEach(documents::add);
            return documents;
        } catch (YamlEngineException e) {
            throw new Failure("no YAML: " + e.getMessage().strip(), e);
        }
    }

    /** Of the lab's namespace, as is its service: another's may have the same name. */
    private static boolean isRouteOf(MappingNode document, String service) {
        return scalar(document, "kind").equals(Optional.of("HTTPRoute"))
                && child(document, "metadata").map(RouteText::isHere).orElse(true)
                && child(document, "spec").map(spec -> items(spec, "parentRefs")).orElse(List.of()).stream()
                        .anyMatch(parent -> scalar(parent, "kind").equals(Optional.of("Service"))
                                && scalar(parent, "name").equals(Optional.of(service))
                                && isHere(parent));
    }

    private static boolean isHere(MappingNode mapping) {
        return scalar(mapping, "namespace").orElse(Service.NAMESPACE).equals(Service.NAMESPACE);
    }

    private static RouteText of(String text, String service, MappingNode route) throws Failure {
        var spec = child(route, "spec").orElseThrow();
        var rules = items(spec, "rules");
        if (rules.size() != 1) {
            throw notSimple(service, "has %d rules".formatted(rules.size()));
        }
        if (field(rules.getFirst(), "matches").isPresent()) {
            throw notSimple(service, "is for some requests only: its rule has matches");
        }
        var backends = items(rules.getFirst(), "backendRefs");
        var own = named(backends, service);
        var others = backends.stream().filter(backend -> !own.contains(backend)).toList();
        if (own.size() != 1 || others.size() != 1) {
            throw notSimple(
                    service,
                    "has backends "
                            + String.join(
                                    ", ",
                                    backends.stream()
                                            .map(backend ->
                                                    scalar(backend, "name").orElse("?"))
                                            .toList()));
        }
        return new RouteText(text, service, own.getFirst(), others.getFirst());
    }

    private static Failure notSimple(String service, String what) {
        return new Failure(
                "the route of %s %s. A canary is one rule without matches, and two backends: %s and one other. Edit this one by hand; proxies take what you save."
                        .formatted(service, what, service));
    }

    private static List<MappingNode> named(List<MappingNode> backends, String name) {
        return backends.stream()
                .filter(backend -> scalar(backend, "name").equals(Optional.of(name)))
                .toList();
    }

    private int weight(MappingNode backend) throws Failure {
        var weight = scalar(backend, "weight").orElse(String.valueOf(DEFAULT_WEIGHT));
        if (!weight.matches("\\d{1,7}")) {
            throw new Failure("the weight '%s' in the route of %s is no number".formatted(weight, service));
        }
        return Integer.parseInt(weight);
    }

    /** Characters {@code from} to {@code to} become another text. */
    private record Edit(int from, int to, String with) {}

    private Edit weightEdit(MappingNode backend, int weight) {
        var given = field(backend, "weight");
        if (given.isPresent()) {
            return new Edit(
                    offset(given.get().getStartMark()), offset(given.get().getEndMark()), "" + weight);
        }
        var last = backend.getValue().getLast().getValueNode();
        int after = offset(last.getEndMark());
        if (backend.getFlowStyle() == FlowStyle.FLOW) {
            return new Edit(after, after, ", weight: " + weight);
        }
        var name = backend.getValue().getFirst().getKeyNode(); // each field begins where the first one does
        int column = name.getStartMark().orElseThrow().getColumn();
        int before = offset(name.getStartMark());
        return new Edit(before, before, "weight: " + weight + "\n" + " ".repeat(column));
    }

    /** Marks count code points, a String counts chars. */
    private int offset(Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
    }

    private static List<MappingNode> items(MappingNode mapping, String name) {
        return field(mapping, name)
                .filter(SequenceNode.class::isInstance)
                .map(SequenceNode.class::cast)
                .map(SequenceNode::getValue)
                .orElse(List.of())
                .stream()
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .toList();
    }

    private static Optional<MappingNode> child(MappingNode mapping, String name) {
        return field(mapping, name).filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
    }

    private static Optional<String> scalar(MappingNode mapping, String name) {
        return field(mapping, name)
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .map(ScalarNode::getValue);
    }

    private static Optional<Node> field(MappingNode mapping, String name) {
        return mapping.getValue().stream()
                .filter(field -> field.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .map(field -> field.getValueNode())
                .findFirst();
    }
}

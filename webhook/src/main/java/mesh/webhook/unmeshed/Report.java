package mesh.webhook.unmeshed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All pods that are not as they should be, at one moment. */
record Report(List<Unmeshed> all) {
    static final Report EMPTY = new Report(List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A cluster may be unmeshed as a whole; nobody reads more, and the numbers tell the rest. */
    private static final int LARGEST_PAGE = 1000;

    /** Label values of one metric; what is beyond counts as {@link #OTHERS}. */
    private static final int MOST_NAMESPACES = 100;

    private static final String OTHERS = "(others)";

    static Report of(List<Unmeshed> all) {
        return new Report(all.stream()
                .sorted(Comparator.comparing(Unmeshed::namespace).thenComparing(Unmeshed::pod))
                .toList());
    }

    List<Unmeshed> unmeshed() {
        return all.stream()
                .filter(each -> each.kind() != Unmeshed.Kind.OUTDATED)
                .toList();
    }

    List<Unmeshed> outdated() {
        return all.stream()
                .filter(each -> each.kind() == Unmeshed.Kind.OUTDATED)
                .toList();
    }

    /** How many in which namespace, those with the most by name. */
    static Map<String, Long> byNamespace(List<Unmeshed> pods) {
        var counts = pods.stream().collect(Collectors.groupingBy(Unmeshed::namespace, Collectors.counting()));
        var order = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .toList();
        var shown = new TreeMap<String, Long>();
        for (int i = 0; i < order.size(); i++) {
            var name = i < MOST_NAMESPACES ? order.get(i).getKey() : OTHERS;
            shown.merge(name, order.get(i).getValue(), Long::sum);
        }
        return shown;
    }

    /** @param problem why it may not be complete; empty: it is */
    String toJson(String problem) {
        var page = JSON.createObjectNode();
        page.put("problem", problem);
        write(page, "unmeshed", unmeshed());
        write(page, "outdated", outdated());
        return page.toString();
    }

    private static void write(ObjectNode page, String name, List<Unmeshed> pods) {
        page.put(name + "Count", pods.size());
        var array = page.putArray(name);
        for (var pod : pods.subList(0, Math.min(pods.size(), LARGEST_PAGE))) {
            array.addObject()
                    .put("namespace", pod.namespace())
                    .put("pod", pod.pod())
                    .put("owner", pod.owner().toString())
                    .put("kind", pod.kind().name())
                    .put("reason", pod.reason())
                    .put("remedy", pod.remedy());
        }
    }

    /** Those that were not in the one before: a pod is named once, and again when it changes what is wrong with it. */
    List<Unmeshed> news(Report before) {
        var known = before.unmeshed().stream().map(Report::identity).collect(Collectors.toSet());
        return unmeshed().stream()
                .filter(each -> !known.contains(identity(each)))
                .toList();
    }

    private static String identity(Unmeshed pod) {
        return pod.namespace() + "/" + pod.pod() + "/" + pod.kind();
    }
}

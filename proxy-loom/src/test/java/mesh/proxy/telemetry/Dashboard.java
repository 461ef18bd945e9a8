package mesh.proxy.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Grafana dashboard, read for what it asks of Prometheus. */
public final class Dashboard {
    private static final Path FILE = Path.of("../k8s/grafana/diy-service-mesh.json");
    private static final Pattern METRIC = Pattern.compile("\\bmesh_[a-z_]+");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([a-z_, ]+)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{([a-z_]+)}}");

    private Dashboard() {}

    /** One expression: the metrics it names, and the labels that each of them must have. */
    public record Query(String panel, String expr, Set<String> metrics, Set<String> labels) {
        static Query of(String panel, String expr, String legend) {
            var labels = new TreeSet<String>();
            MATCHER.matcher(expr).results().forEach(match -> labels.add(match.group(1)));
            GROUPING.matcher(expr)
                    .results()
                    .forEach(match -> labels.addAll(List.of(match.group(1).split(", *"))));
            LEGEND.matcher(legend).results().forEach(match -> labels.add(match.group(1)));
            var metrics =
                    METRIC.matcher(expr).results().map(match -> match.group()).collect(Collectors.toSet());
            return new Query(panel, expr, metrics, labels);
        }

        /** What this query asks for and a page of metrics does not have. */
        public List<String> missingFrom(String page) {
            var missing = new ArrayList<String>();
            for (var metric : metrics) {
                var series = page.lines()
                        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                        .toList();
                if (series.isEmpty()) {
                    missing.add(metric);
                }
                labels.stream()
                        .filter(label -> series.stream().noneMatch(line -> line.matches(".*[{,]" + label + "=\".*")))
                        .forEach(label -> missing.add(metric + "{" + label + "}"));
            }
            return missing;
        }
    }

    public static List<Query> queries() throws IOException {
        var queries = new ArrayList<Query>();
        var root = new ObjectMapper().readTree(FILE.toFile());
        for (JsonNode panel : root.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(Query.of(
                        panel.get("title").textValue(),
                        target.get("expr").textValue(),
                        target.get("legendFormat").textValue()));
            }
        }
        return queries;
    }
}

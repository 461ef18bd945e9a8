package mesh.lab.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mesh.lab.split.Reply;

/** How many requests to one service a proxy has sent, by who answered and how, since it started. */
record RequestCounts(Map<RequestCounts.Series, Long> counts) {
    private static final Pattern LINE = Pattern.compile("^mesh_requests_total\\{([^}]*)} (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** @param status its class, such as {@code 2xx}, or {@code none} */
    record Series(String workload, String version, String status, String outcome) {
        /** One of its requests. */
        Reply reply() {
            boolean answered = status.matches("[123]xx") && outcome.equals("answered");
            int hundreds = status.matches("\\dxx") ? status.charAt(0) - '0' : 0;
            var failure = answered ? "" : outcome.equals("answered") ? status : outcome + " " + status;
            return new Reply(workload, version, hundreds * 100, failure, 0);
        }
    }

    /**
     * @param metrics in Prometheus' text format
     * @param service {@code NAMESPACE/NAME}
     */
    static RequestCounts of(String metrics, String service) {
        var counts = new HashMap<Series, Long>();
        LINE.matcher(metrics).results().forEach(line -> {
            var labels = LABEL.matcher(line.group(1))
                    .results()
                    .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
            if (labels.get("direction").equals("outbound")
                    && labels.get("destination_service").equals(service)) {
                var series = new Series(
                        labels.get("destination_workload"),
                        labels.get("destination_version"),
                        labels.get("status"),
                        labels.get("outcome"));
                counts.merge(series, (long) Double.parseDouble(line.group(2)), Long::sum);
            }
        });
        return new RequestCounts(counts);
    }

    /** What came since; a counter that is less than before has begun anew, with its proxy. */
    RequestCounts since(RequestCounts before) {
        var more = new HashMap<Series, Long>();
        counts.forEach((series, count) -> {
            long earlier = before.counts.getOrDefault(series, 0L);
            more.put(series, count >= earlier ? count - earlier : count);
        });
        return new RequestCounts(more);
    }
}

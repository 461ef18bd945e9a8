package mesh.bench.micro;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import mesh.bench.report.Quantity;
import mesh.bench.report.Row;
import mesh.bench.report.Samples;
import mesh.bench.report.Table;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** JMH's results in our words: a row for each group, a subject for each variant, a sample for each iteration. */
final class Scores {
    private final Samples samples = new Samples();

    Scores(Collection<RunResult> runs) {
        for (var run : runs) {
            var row = new Row(group(run.getParams().getBenchmark()), Quantity.MEAN);
            run.getAggregatedResult().getIterationResults().stream()
                    .mapToDouble(Scores::score)
                    .forEach(score -> samples.add(row, variant(run), score));
        }
    }

    private static double score(IterationResult iteration) {
        return iteration.getPrimaryResult().getScore();
    }

    /** {@code mesh.bench.micro.RelayHopBenchmark.roundTrip} is of the group {@code relay hop}. */
    static String group(String benchmark) {
        var type = benchmark.substring(0, benchmark.lastIndexOf('.'));
        return words(type.substring(type.lastIndexOf('.') + 1)
                .replaceFirst("^Jni", "")
                .replace("Benchmark", ""));
    }

    private static String variant(RunResult run) {
        var params = run.getParams();
        var method = words(params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1));
        var keys = params.getParamsKeys();
        return keys.isEmpty() ? method : params.getParam(keys.iterator().next());
    }

    static String words(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    Samples samples() {
        return samples;
    }

    List<String> variants() {
        return samples.rows().stream()
                .flatMap(row -> samples.of(row).keySet().stream())
                .distinct()
                .toList();
    }

    Table table() {
        var table = new Table(List.of("what", "how", "ns", "smallest–largest"));
        for (var row : samples.rows()) {
            for (var variant : samples.of(row).keySet()) {
                var summary = samples.summary(row, variant).orElseThrow();
                var spread = Quantity.format(summary.min()) + "–" + Quantity.format(summary.max());
                table.add(List.of(row.workload(), variant, Quantity.format(summary.median()), spread));
            }
        }
        return table;
    }
}

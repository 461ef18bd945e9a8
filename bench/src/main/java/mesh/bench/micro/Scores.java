package mesh.bench.micro;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import mesh.bench.report.Quantity;
import mesh.bench.report.Row;
import mesh.bench.report.Samples;
import mesh.bench.report.Table;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** JMH's results in our words: a row for each group, a subject for each variant, a sample for each iteration. */
final class Scores {
    /** What a benchmark works on, as its parameter is called. Other parameters are variants of how it does it. */
    private static final String WORKED_ON = "message";

    /** Of {@code -prof gc}: bytes that one operation allocates. */
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final Samples samples = new Samples();

    Scores(Collection<RunResult> runs) {
        for (var run : runs) {
            for (var iteration : run.getAggregatedResult().getIterationResults()) {
                add(run, Quantity.MEAN, iteration.getPrimaryResult());
                add(run, Quantity.ALLOCATED, iteration.getSecondaryResults().get(ALLOCATION));
            }
        }
    }

    private void add(RunResult run, Quantity quantity, Result<?> result) {
        if (result != null) {
            samples.add(new Row(row(run.getParams()), quantity), variant(run.getParams()), result.getScore());
        }
    }

    private static String row(BenchmarkParams params) {
        var group = group(params.getBenchmark());
        return params.getParamsKeys().contains(WORKED_ON) ? group + ", " + params.getParam(WORKED_ON) : group;
    }

    /** {@code mesh.bench.micro.RelayHopBenchmark.roundTrip} is of the group {@code relay hop}. */
    static String group(String benchmark) {
        var type = benchmark.substring(0, benchmark.lastIndexOf('.'));
        return words(type.substring(type.lastIndexOf('.') + 1)
                .replaceFirst("^Jni", "")
                .replace("Benchmark", ""));
    }

    private static String variant(BenchmarkParams params) {
        var method = words(params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1));
        var keys = params.getParamsKeys();
        return keys.isEmpty() || keys.contains(WORKED_ON)
                ? method
                : params.getParam(keys.iterator().next());
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
        var table = new Table(List.of("what", "how", "ns", "smallest–largest", "B allocated"));
        for (var row : samples.rows()) {
            if (row.quantity() == Quantity.MEAN) {
                samples.of(row).keySet().forEach(variant -> table.add(line(row, variant)));
            }
        }
        return table;
    }

    private List<String> line(Row row, String variant) {
        var summary = samples.summary(row, variant).orElseThrow();
        return List.of(
                row.workload(),
                variant,
                Quantity.format(summary.median()),
                Quantity.format(summary.min()) + "–" + Quantity.format(summary.max()),
                samples.summary(new Row(row.workload(), Quantity.ALLOCATED), variant)
                        .map(bytes -> "%,.0f".formatted(bytes.median()))
                        .orElse("–"));
    }
}

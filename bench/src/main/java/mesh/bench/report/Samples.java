package mesh.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All numbers of a run, by row and subject. */
public final class Samples {
    private final Map<Row, Map<String, List<Double>>> values = new LinkedHashMap<>();

    public void add(Row row, String subject, double value) {
        values.computeIfAbsent(row, key -> new LinkedHashMap<>())
                .computeIfAbsent(subject, key -> new ArrayList<>())
                .add(value);
    }

    /** Speed first, memory last; else in the order in which they came. */
    public List<Row> rows() {
        return values.keySet().stream()
                .sorted(Comparator.comparing(row -> row.quantity() == Quantity.MEMORY))
                .toList();
    }

    /** Raw values by subject. */
    public Map<String, List<Double>> of(Row row) {
        return values.getOrDefault(row, Map.of());
    }

    /** Empty where this subject has no such number: without a proxy there is no CPU of one. */
    public Optional<Summary> summary(Row row, String subject) {
        return Optional.ofNullable(of(row).get(subject)).map(Summary::of);
    }

    /** The one of {@code subjects} that does best in a row. */
    public Optional<String> best(Row row, List<String> subjects) {
        return subjects.stream()
                .filter(subject -> of(row).containsKey(subject))
                .min((a, b) -> Double.compare(row.quantity().cost(median(row, a), median(row, b)), 1));
    }

    public double median(Row row, String subject) {
        return summary(row, subject).orElseThrow().median();
    }

    @Override
    public String toString() {
        return rows().stream().map(Row::toString).collect(Collectors.joining("\n"));
    }
}

package mesh.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table whose columns line up in a terminal and which is Markdown at the same time. */
public final class Table {
    private final List<List<String>> lines = new ArrayList<>();

    public Table(List<String> head) {
        lines.add(head);
    }

    /**
     * One line a row, one column a subject, {@code median (min–max)} in each cell; the last column compares.
     *
     * @param ours whose medians are compared
     * @param peers with whose best
     */
    public static Table of(Samples samples, List<String> subjects, String ours, List<String> peers) {
        var head = new ArrayList<String>(List.of("workload: quantity, unit"));
        head.addAll(subjects);
        head.add("cost of " + ours + " ÷ best peer");
        var table = new Table(head);
        for (var row : samples.rows()) {
            var line = new ArrayList<String>(List.of(row.toString()));
            subjects.forEach(subject ->
                    line.add(samples.summary(row, subject).map(Table::cell).orElse("–")));
            line.add(comparison(samples, row, ours, peers));
            table.add(line);
        }
        return table;
    }

    public void add(List<String> line) {
        lines.add(List.copyOf(line));
    }

    private static String cell(Summary summary) {
        var median = Quantity.format(summary.median());
        return summary.rounds() == 1
                ? median
                : "%s (%s–%s)".formatted(median, Quantity.format(summary.min()), Quantity.format(summary.max()));
    }

    private static String comparison(Samples samples, Row row, String ours, List<String> peers) {
        if (!samples.of(row).containsKey(ours)) {
            return "–";
        }
        return samples.best(row, peers)
                .map(best -> String.format(
                        Locale.ROOT,
                        "%.2f (%s)",
                        row.quantity().cost(samples.median(row, ours), samples.median(row, best)),
                        best))
                .orElse("–");
    }

    @Override
    public String toString() {
        var widths = IntStream.range(0, lines.getFirst().size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        var text = new ArrayList<String>();
        lines.forEach(line -> text.add(padded(line, widths)));
        text.add(1, rule(widths));
        return String.join("\n", text) + "\n";
    }

    private static String padded(List<String> line, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> line.get(column)
                        + " ".repeat(widths[column] - line.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String rule(int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> column == 0 ? "-".repeat(widths[0]) : "-".repeat(widths[column] - 1) + ":")
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}

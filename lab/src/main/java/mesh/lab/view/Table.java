package mesh.lab.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rows under a heading, columns aligned; the last column is as long as it likes. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;

    /** @param heading of each column; one that begins with {@code >} is aligned to the right, as numbers are */
    public Table(String... heading) {
        right = new boolean[heading.length];
        for (int i = 0; i < heading.length; i++) {
            right[i] = heading[i].startsWith(">");
        }
        rows.add(Arrays.stream(heading)
                .map(name -> name.startsWith(">") ? name.substring(1) : name)
                .toList());
    }

    public Table row(Object... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + right.length + " columns");
        }
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    /** The rows as lines, the heading first (in bold on a terminal). */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = line(row);
            lines.add(lines.isEmpty() ? Style.BOLD.of(line) : line);
        }
        return lines;
    }

    private String line(List<String> row) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            var padding = " ".repeat(width(i) - row.get(i).length());
            line.append(i == 0 ? "" : GAP).append(right[i] ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    @Override
    public String toString() {
        return lines().stream().collect(Collectors.joining("\n"));
    }
}

package mesh.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * A bar chart as SVG: a panel a row, a bar a subject, a thin line from the smallest to the largest round. Its colours
 * follow the reader's light or dark scheme.
 */
public final class Chart {
    private static final int PANEL_WIDTH = 430, MARGIN = 16, NAME_WIDTH = 140, BAR_WIDTH = 190;
    private static final int BAR_HEIGHT = 14, LINE_HEIGHT = 20, TITLE_HEIGHT = 42, HEADER_HEIGHT = 52;

    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, sans-serif; fill: #1f2328 }
              .heading { font-size: 15px; font-weight: 600 } .title { font-weight: 600 } .quiet { fill: #59636e }
              .page { fill: #ffffff } .range { stroke: #1f2328; stroke-width: 1 }
              .s0 { fill: #8c959f } .s1 { fill: #4c8dd6 } .s2 { fill: #3d9a50 } .s3 { fill: #9a6ad6 }
              .s4 { fill: #e0702c } .s5 { fill: #c9a227 } .s6 { fill: #cf5b8b }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 } .quiet { fill: #9198a1 } .page { fill: #0d1117 } .range { stroke: #e6edf3 }
              }
            </style>
            """;
    private static final int COLOURS = 7;

    private final Samples samples;
    private final List<String> subjects;
    private final StringBuilder svg = new StringBuilder();

    private Chart(Samples samples, List<String> subjects) {
        this.samples = samples;
        this.subjects = subjects;
    }

    /** The chart as the text of a file. */
    public static String of(String heading, String subtitle, Samples samples, List<String> subjects) {
        return new Chart(samples, subjects).draw(heading, subtitle);
    }

    private String draw(String heading, String subtitle) {
        int panelHeight = TITLE_HEIGHT + mostBars() * LINE_HEIGHT + MARGIN;
        int lines = (samples.rows().size() + 1) / 2;
        int width = 2 * PANEL_WIDTH + 3 * MARGIN;
        int height = HEADER_HEIGHT + lines * panelHeight + MARGIN;
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n"
                .formatted(width, height, escape(heading)));
        svg.append(STYLE);
        svg.append("<rect class=\"page\" width=\"%d\" height=\"%d\"/>%n".formatted(width, height));
        text(MARGIN, 24, "heading", heading);
        text(MARGIN, 42, "quiet", subtitle);
        for (int i = 0; i < samples.rows().size(); i++) {
            int x = MARGIN + (i % 2) * (PANEL_WIDTH + MARGIN);
            panel(x, HEADER_HEIGHT + (i / 2) * panelHeight, samples.rows().get(i));
        }
        return svg.append("</svg>\n").toString();
    }

    private int mostBars() {
        return samples.rows().stream()
                .mapToInt(row -> samples.of(row).size())
                .max()
                .orElse(0);
    }

    private void panel(int x, int y, Row row) {
        var quantity = row.quantity();
        text(x, y + 16, "title", row.workload());
        text(
                x,
                y + 32,
                "quiet",
                "%s, %s: %s is better".formatted(quantity, quantity.unit(), quantity.lessIsBetter() ? "less" : "more"));
        double longest = samples.of(row).values().stream()
                .mapToDouble(values -> Summary.of(values).max())
                .max()
                .orElse(1);
        int top = y + TITLE_HEIGHT;
        for (var subject : subjects) {
            var summary = samples.summary(row, subject);
            if (summary.isPresent()) {
                text(x, top + 11, "quiet", subject);
                bar(x + NAME_WIDTH, top, subjects.indexOf(subject) % COLOURS, summary.get(), BAR_WIDTH / longest);
                top += LINE_HEIGHT;
            }
        }
    }

    private void bar(int x, int y, int colour, Summary summary, double scale) {
        svg.append("<rect class=\"s%d\" x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\" rx=\"2\"/>%n"
                .formatted(colour, x, y, number(summary.median() * scale), BAR_HEIGHT));
        svg.append("<line class=\"range\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%3$s\"/>%n"
                .formatted(number(x + summary.min() * scale), number(x + summary.max() * scale), y + BAR_HEIGHT / 2));
        text(x + BAR_WIDTH + 8, y + 11, "", Quantity.format(summary.median()));
    }

    private void text(int x, int y, String style, String content) {
        svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n".formatted(style, x, y, escape(content)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

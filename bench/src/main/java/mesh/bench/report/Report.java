package mesh.bench.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One finished run, ready to be written.
 *
 * @param name of the files, without ending
 * @param heading for people
 * @param facts what a reader must know to judge the numbers: date, machine, versions, durations, what was left out
 * @param table the numbers as text
 */
public record Report(
        String name, String heading, Map<String, Object> facts, List<String> subjects, Samples samples, Table table) {
    /** Writes NAME.json (every sample), NAME.md (the table) and NAME.svg (the chart). */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".json"), json());
        Files.writeString(folder.resolve(name + ".md"), markdown());
        Files.writeString(folder.resolve(name + ".svg"), chart());
    }

    private String json() throws IOException {
        var all = new LinkedHashMap<String, Object>(facts);
        var rows = new LinkedHashMap<String, Object>();
        samples.rows().forEach(row -> rows.put(row.toString(), samples.of(row)));
        all.put("samples", rows);
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(all)
                + "\n";
    }

    private String markdown() {
        var text = new StringBuilder("# ").append(heading).append("\n\n");
        facts.forEach((what, value) -> text.append(fact(what, value)));
        return text.append("\nEach cell: median (smallest–largest round).\n\n")
                .append(table)
                .append("\n![chart](%s.svg)%n".formatted(name))
                .toString();
    }

    private static String fact(String what, Object value) {
        if (value instanceof Map<?, ?> many) {
            var text = new StringBuilder("- ").append(what).append(":\n");
            many.forEach((key, each) -> text.append("  - %s: %s%n".formatted(key, each)));
            return text.toString();
        }
        return "- %s: %s%n".formatted(what, value);
    }

    private String chart() {
        return Chart.of(heading, facts.get("date") + " · " + facts.get("machine"), samples, subjects);
    }
}

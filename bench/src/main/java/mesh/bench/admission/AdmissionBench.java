package mesh.bench.admission;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import mesh.bench.ProjectFolder;
import mesh.bench.machine.Machine;
import mesh.bench.report.Table;
import mesh.bench.rig.Cleanup;
import mesh.bench.rig.Folders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code admission}. */
@Command(
        name = "admission",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks the webhook about 50 pods a second, and measures until each answer is here.",
            "",
            "The webhook is a process of its own, with the JVM flags of its image; the asking side is this process, by "
                    + "TLS 1.3. Questions are sent at their time whether or not those before are answered, and the clock "
                    + "runs from that time. Then both sides go as fast as they can. All share this machine's cores.",
            ""
        },
        footer = {"", "Takes two and a half minutes; --quick a quarter minute. Needs no root. Loads only loopback."})
public final class AdmissionBench implements Callable<Integer> {
    private static final String P99 = "answer: p99, ms";
    private static final double TARGET_MILLIS = 50;

    /** Divisible by 6: a third warms up, a sixth is at full speed. */
    private static final Duration FULL = Duration.ofSeconds(30), QUICK = Duration.ofSeconds(6);

    @Option(names = "--quick", description = "a fifth of the time: shows that it works")
    private boolean quick;

    @Option(names = "--results", paramLabel = "FOLDER", description = "where the files go; default bench/results")
    private Path results = ProjectFolder.resolve("bench/results");

    private final Map<Pods, Measured> measured = new EnumMap<>(Pods.class);
    private double firstMillis;
    private double residentMib;

    @Override
    public Integer call() throws Exception {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put("machine", Machine.here().toString());
        facts.put("load average before", Machine.load());
        measure(quick ? QUICK : FULL);
        facts.put("load average after", Machine.load());
        facts.put(
                "measured",
                "%d reviews a second for %d s, each kind of pod after the other"
                        .formatted(Measured.A_SECOND, (quick ? QUICK : FULL).toSeconds()));
        facts.put("first answer after the start, ms", round(firstMillis));
        facts.put("RSS of the webhook at the end, MiB", round(residentMib));
        write(facts);
        return 0;
    }

    private void measure(Duration time) throws Exception {
        var folder = Files.createTempDirectory("meshbench-");
        try (var cleanup = new Cleanup()) {
            cleanup.add(() -> Folders.delete(folder));
            var trust = SelfSigned.write(folder);
            var webhook = cleanup.add(WebhookProcess.start(folder, folder.resolve("log")));
            try (var asker = new Asker(trust, webhook.port())) {
                firstMillis = asker.ask(Pods.TYPICAL.review()) / 1e6;
                for (var pods : Pods.values()) {
                    System.err.println("a pod of " + pods.title() + " …");
                    measured.put(pods, Measured.of(pods, time, asker, webhook));
                }
            }
            residentMib = webhook.usage().residentKib() / 1024.0;
        }
    }

    private void write(Map<String, Object> facts) throws IOException {
        var numbers = numbers();
        var head = new ArrayList<>(List.of("a pod of"));
        measured.keySet().forEach(pods -> head.add(pods.title()));
        head.add("target");
        var table = new Table(head);
        numbers.forEach((what, values) -> {
            var row = new ArrayList<>(List.of(what));
            values.values().forEach(value -> row.add(number(value)));
            row.add(what.equals(P99) ? "< " + number(TARGET_MILLIS) : "");
            table.add(row);
        });
        System.out.println("\n" + table);
        var name = quick ? "admission-quick" : "admission";
        Files.createDirectories(results);
        Files.writeString(results.resolve(name + ".md"), markdown(facts, table));
        Files.writeString(results.resolve(name + ".json"), json(facts, numbers));
        System.out.printf("written: %s/%s.{json,md}%n", results, name);
    }

    private Map<String, Map<String, Double>> numbers() {
        var numbers = new LinkedHashMap<String, Map<String, Double>>();
        numbers.put("question, KiB", each(one -> one.questionBytes() / 1024.0));
        numbers.put("answer: p50, ms", each(one -> one.delays().millis(0.5)));
        numbers.put(P99, each(one -> one.delays().millis(0.99)));
        numbers.put("answer: max, ms", each(one -> one.delays().millis(1)));
        numbers.put("CPU of the webhook a review, ms", each(one -> one.cpu().toNanos() / 1e6));
        numbers.put("at full speed, reviews a second", each(Measured::fastest));
        return numbers;
    }

    private Map<String, Double> each(ToDoubleFunction<Measured> value) {
        var values = new LinkedHashMap<String, Double>();
        measured.forEach((pods, one) -> values.put(pods.title(), value.applyAsDouble(one)));
        return values;
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value);
    }

    private static String markdown(Map<String, Object> facts, Table table) {
        var text = new StringBuilder("# A pod's way through the webhook\n\n");
        facts.forEach((what, value) -> text.append("- %s: %s%n".formatted(what, value)));
        return text.append('\n').append(table).toString();
    }

    private static String json(Map<String, Object> facts, Map<String, Map<String, Double>> numbers) throws IOException {
        var all = new LinkedHashMap<String, Object>(facts);
        all.put("numbers", numbers);
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(all)
                + "\n";
    }
}

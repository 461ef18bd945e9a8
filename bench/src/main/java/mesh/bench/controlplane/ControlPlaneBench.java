package mesh.bench.controlplane;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import mesh.bench.ProjectFolder;
import mesh.bench.machine.Machine;
import mesh.bench.report.Table;
import mesh.bench.rig.Cleanup;
import mesh.bench.rig.Folders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code controlplane}. */
@Command(
        name = "controlplane",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells many proxies of one changed endpoint, and measures until each has it.",
            "",
            "A control plane as `./mesh controlplane` starts it, on a folder of manifests; proxies that are real gRPC "
                    + "clients, each with a connection of its own, all in this process. Endpoints change one after "
                    + "another; the clock runs from the manifest's change to the parsed message in the proxy. All share "
                    + "this machine's cores.",
            ""
        },
        footer = {"", "Takes two minutes at most; --quick some seconds. Needs no root. Loads only loopback."})
public final class ControlPlaneBench implements Callable<Integer> {
    private static final double TARGET_MILLIS = 500, TARGET_MIB = 400;

    @Option(names = "--quick", description = "a tenth of the size: shows that it works")
    private boolean quick;

    @Option(names = "--results", paramLabel = "FOLDER", description = "where the files go; default bench/results")
    private Path results = ProjectFolder.resolve("bench/results");

    @Override
    public Integer call() throws Exception {
        var size = quick ? Size.QUICK : Size.FULL;
        double load = Machine.load();
        System.err.printf("%s; load average %.1f%n", size, load);
        var fanout = measure(size);
        var facts = new LinkedHashMap<String, Object>();
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put("machine", Machine.here().toString());
        facts.put("load average before", load);
        facts.put("measured", size + "; one endpoint a change, pauses of up to 150 ms between them");
        write(facts, fanout);
        return 0;
    }

    private static Fanout measure(Size size) throws Exception {
        var folder = Files.createTempDirectory("meshbench-");
        try (var cleanup = new Cleanup()) {
            cleanup.add(() -> Folders.delete(folder));
            var services = new ManyServices(
                    Files.createDirectory(folder.resolve("manifests")), size.services(), size.endpoints());
            services.write();
            var controlPlane = cleanup.add(ControlPlaneProcess.start(
                    ProjectFolder.resolve("controlplane/target/controlplane.jar"),
                    folder.resolve("log"),
                    List.of("--folder", services.folder().toString())));
            return Fanout.measure(size, services, controlPlane);
        }
    }

    private void write(Map<String, Object> facts, Fanout fanout) throws IOException {
        var numbers = numbers(fanout);
        var table = new Table(List.of("quantity", "measured", "target"));
        numbers.forEach((what, value) -> table.add(List.of(what, number(value), target(what))));
        System.out.println("\n" + table);
        var name = quick ? "controlplane-quick" : "controlplane";
        Files.createDirectories(results);
        Files.writeString(results.resolve(name + ".md"), markdown(facts, table));
        Files.writeString(results.resolve(name + ".json"), json(facts, numbers));
        System.out.printf("written: %s/%s.{json,md}%n", results, name);
    }

    private static Map<String, Double> numbers(Fanout fanout) {
        var numbers = new LinkedHashMap<String, Double>();
        numbers.put("a change at a proxy: p50, ms", fanout.delays().millis(0.5));
        numbers.put(P99, fanout.delays().millis(0.99));
        numbers.put("a change at a proxy: max, ms", fanout.delays().millis(1));
        numbers.put("a change at the last proxy: p50, ms", fanout.slowest().millis(0.5));
        numbers.put(
                "CPU of the control plane a change, ms", fanout.cpuPerChange().toNanos() / 1e6);
        numbers.put(
                "all have connected and the first state, s", fanout.firstState().toMillis() / 1e3);
        numbers.put(RESIDENT, fanout.residentKib() / 1024.0);
        numbers.put(PEAK, fanout.peakKib() / 1024.0);
        return numbers;
    }

    private static final String P99 = "a change at a proxy: p99, ms";
    private static final String RESIDENT = "RSS of the control plane at the end, MiB";
    private static final String PEAK = "RSS of the control plane at its peak, MiB";

    private static String target(String what) {
        return switch (what) {
            case P99 -> "< " + number(TARGET_MILLIS);
            case RESIDENT, PEAK -> "< " + number(TARGET_MIB);
            default -> "";
        };
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value);
    }

    private static String markdown(Map<String, Object> facts, Table table) {
        var text = new StringBuilder("# One changed endpoint, told to every proxy\n\n");
        facts.forEach((what, value) -> text.append("- %s: %s%n".formatted(what, value)));
        return text.append('\n').append(table).toString();
    }

    private static String json(Map<String, Object> facts, Map<String, Double> numbers) throws IOException {
        var all = new LinkedHashMap<String, Object>(facts);
        all.put("numbers", numbers);
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(all)
                + "\n";
    }
}

package mesh.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import mesh.bench.ProjectFolder;
import mesh.bench.machine.Machine;
import mesh.bench.report.Report;
import mesh.bench.rig.Folders;
import mesh.bench.rig.Namespaces;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code micro}. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes single hops apart, with JMH, each in a process of its own.",
            "",
            "OriginalDestination: SO_ORIGINAL_DST through JNA direct mapping, JNA interface mapping, the foreign function "
                    + "API and JNI, of a connection that iptables really redirected.",
            "RelayHop: a round trip through one proxy: our carriers, the JDK's scheduler, platform threads.",
            "ChannelEvent: the system calls of a message, the clock, one telemetry event.",
            "RequestEvent: a request in metrics, stories and access log, on the telemetry thread.",
            "RequestHead, ResponseHead: HTTP/1.1 heads parsed, by ours and by Netty's decoder. "
                    + "HeadRewrite: what of a head goes to the next hop. ChunkedBody: where 16 KiB in chunks end.",
            "Queue: a packet that waits for a verdict in NFQUEUE, and one that does not.",
            ""
        },
        footer = {
            "",
            "Needs root, for namespaces and rules.",
            "",
            "Examples:",
            "  bench micro --only RelayHop        one group",
            "  bench micro --only 'Head|Chunked'  all of HTTP/1.1",
            "  bench micro --only 'jna|ffm|jni'   by a regular expression"
        })
public final class Micro implements Callable<Integer> {
    private static final List<String> JVM = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", // JMH itself
            "-XX:+UseSerialGC",
            "-Xmx256m");

    @Option(names = "--only", paramLabel = "REGEX", description = "of benchmarks' names; default all")
    private String only = ".*";

    @Option(names = "--quick", description = "short: shows an order of magnitude, not a percentage")
    private boolean quick;

    @Option(
            names = "--proxy-jar",
            paramLabel = "FILE",
            description = "our proxy; default proxy-loom/target/proxy-loom.jar")
    private Path proxyJar = ProjectFolder.resolve("proxy-loom/target/proxy-loom.jar");

    @Option(names = "--results", paramLabel = "FOLDER", description = "where the files go; default bench/results")
    private Path results = ProjectFolder.resolve("bench/results");

    private final Map<String, String> leftOut = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            System.err.println("bench micro needs root: it makes network namespaces and iptables rules. Use sudo.");
            return 1;
        }
        removeLeftovers();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Micro::removeLeftovers));
        var folder = Files.createTempDirectory("meshbench-");
        try {
            var report = report(run(folder));
            System.out.println("\n" + report.table());
            leftOut.forEach((name, why) -> System.out.printf("left out: %s: %s%n", name, why));
            report.write(results);
            System.out.printf("written: %s/%s.{json,md,svg}%n", results, report.name());
            return 0;
        } finally {
            Folders.delete(folder);
        }
    }

    /** What processes of JMH left that were killed, or whose preparation failed. */
    private static void removeLeftovers() {
        try {
            Namespaces.removeLeftovers();
        } catch (IOException e) {
            System.err.println("not everything that an earlier run left could be removed: " + e.getMessage());
        }
    }

    private Collection<RunResult> run(Path folder) throws RunnerException {
        var options = new OptionsBuilder()
                .include("mesh\\.bench\\.micro\\..*(" + only + ")")
                .forks(1)
                .warmupIterations(quick ? 1 : 3)
                .measurementIterations(quick ? 2 : 5)
                .warmupTime(quick ? TimeValue.milliseconds(300) : TimeValue.seconds(2))
                .measurementTime(quick ? TimeValue.milliseconds(300) : TimeValue.seconds(1))
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend(JVM.toArray(String[]::new));
        var properties = List.of("-D%s=%s".formatted(RelayHopBenchmark.PROXY_PROPERTY, proxyJar), jni(options, folder));
        return new Runner(options.jvmArgsPrepend(properties.toArray(String[]::new))
                        .build())
                .run();
    }

    private String jni(ChainedOptionsBuilder options, Path folder) {
        try {
            return "-D%s=%s".formatted(JniShim.LIBRARY_PROPERTY, JniShim.build(folder));
        } catch (IOException e) {
            leftOut.put("original destination: jni", e.getMessage());
            options.exclude(JniOriginalDestinationBenchmark.class.getName());
            return "-D%s=".formatted(JniShim.LIBRARY_PROPERTY);
        }
    }

    private Report report(Collection<RunResult> runs) throws IOException {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        facts.put("machine", Machine.here().toString());
        facts.put("measured", "JMH, average time, one process for each benchmark" + (quick ? ", quick" : ""));
        if (!leftOut.isEmpty()) {
            facts.put("left out", leftOut);
        }
        var scores = new Scores(runs);
        var name = quick ? "micro-quick" : "micro";
        return new Report(name, "Single hops", facts, scores.variants(), scores.samples(), scores.table());
    }
}

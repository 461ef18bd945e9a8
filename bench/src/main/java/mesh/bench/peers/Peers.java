package mesh.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import mesh.bench.ProjectFolder;
import mesh.bench.machine.Machine;
import mesh.bench.report.Report;
import mesh.bench.report.Samples;
import mesh.bench.report.Table;
import mesh.bench.rig.Cleanup;
import mesh.bench.rig.Direct;
import mesh.bench.rig.Folders;
import mesh.bench.rig.Mesh;
import mesh.bench.rig.MissingPeerException;
import mesh.bench.rig.Protocol;
import mesh.bench.rig.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code peers}. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares our proxy with HAProxy, nginx, Envoy and no proxy at all.",
            "",
            "A client and a server, each in a network namespace of its own, joined by a cable; a sidecar on both sides, "
                    + "to which iptables redirects. The same work goes through each subject in turn, several rounds: "
                    + "64-byte ping-pong on 1 and 32 connections, connect-echo-close, bulk; then, with sidecars that "
                    + "understand HTTP, GET with an answer of 100 bytes. Every byte is compared. "
                    + "All run on this machine, so read ratios, not absolutes.",
            "",
            "@|bold hot|@: with one connection most of a round trip is a core waking from halt. A spinner per core, at "
                    + "SCHED_IDLE, keeps the cores awake without taking their time: what is left is the software.",
            ""
        },
        footer = {
            "",
            "Needs root, for namespaces and rules. Nothing outside its own namespaces is touched or loaded.",
            "Peers: apt-get install haproxy nginx libnginx-mod-stream; Envoy comes with pip by itself.",
            "",
            "Examples:",
            "  bench peers --quick                         a first impression",
            "  bench peers --only direct,envoy,mesh        without HAProxy and nginx",
            "  bench peers --workloads http --rounds 3     only what HTTP costs",
            "  bench peers --variant 'jdk=--carriers jdk'  our proxy a second time, on the JDK's scheduler"
        })
public final class Peers implements Callable<Integer> {
    @Option(names = "--rounds", paramLabel = "N", description = "how often everything is measured; 5, quick 2")
    private int rounds;

    @Option(names = "--quick", description = "short measurements: shows an order of magnitude, not a percentage")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "of direct, haproxy, nginx, envoy, mesh and the names of variants")
    private List<String> only = List.of();

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description = "of tcp and http; default both. With one, its name is in the names of the files too")
    private Set<Protocol> workloads = EnumSet.allOf(Protocol.class);

    @Option(
            names = "--variant",
            paramLabel = "NAME=[JAR] [ARG…]",
            description = "our proxy once more, from another jar or with more arguments; may be repeated")
    private List<String> variants = List.of();

    @Option(
            names = "--proxy-jar",
            paramLabel = "FILE",
            description = "our proxy; default proxy-loom/target/proxy-loom.jar")
    private Path proxyJar = ProjectFolder.resolve("proxy-loom/target/proxy-loom.jar");

    @Option(
            names = "--control-plane-jar",
            paramLabel = "FILE",
            description = "our control plane, for HTTP; default controlplane/target/controlplane.jar")
    private Path controlPlaneJar = ProjectFolder.resolve("controlplane/target/controlplane.jar");

    @Option(names = "--results", paramLabel = "FOLDER", description = "where the files go; default bench/results")
    private Path results = ProjectFolder.resolve("bench/results");

    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final Map<String, Object> facts = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            System.err.println("bench peers needs root: it makes network namespaces and iptables rules. Use sudo.");
            return 1;
        }
        var subjects = new EnumMap<Protocol, List<Subject>>(Protocol.class);
        for (var protocol : workloads) {
            subjects.put(protocol, subjects(protocol));
        }
        if (subjects.values().stream().anyMatch(List::isEmpty)) {
            System.err.println("nothing to measure: " + leftOut);
            return 1;
        }
        var plan = quick ? Plan.quick(rounds > 0 ? rounds : 2) : Plan.full(rounds > 0 ? rounds : 5);
        double load = Machine.load();
        announce(plan, subjects, load);
        facts.put("load average before", load);
        var report = report(plan, subjects, measure(plan, subjects));
        System.out.println("\n" + report.table());
        report.write(results);
        System.out.printf("written: %s/%s.{json,md,svg}%n", results, report.name());
        return 0;
    }

    private List<Subject> subjects(Protocol protocol) throws IOException {
        var subjects = new ArrayList<Subject>();
        find(subjects, "direct", Direct::new);
        find(subjects, "HAProxy", () -> HaProxy.find(protocol));
        find(subjects, "nginx", () -> Nginx.find(protocol));
        find(subjects, "Envoy", () -> Envoy.find(protocol));
        find(subjects, Mesh.OURS, () -> ours(protocol));
        for (var text : variants) {
            find(subjects, text.split("=")[0], () -> ours(protocol).variant(text));
        }
        return subjects;
    }

    /** Requests go to a service, as the control plane says; bytes to where their connection was heading. */
    private Mesh ours(Protocol protocol) throws MissingPeerException {
        var mesh = Mesh.find(proxyJar);
        return protocol == Protocol.HTTP ? mesh.routing(controlPlaneJar) : mesh;
    }

    private interface Finder {
        Subject find() throws IOException, MissingPeerException;
    }

    private void find(List<Subject> subjects, String name, Finder finder) throws IOException {
        if (!only.isEmpty() && only.stream().noneMatch(name::equalsIgnoreCase)) {
            return;
        }
        try {
            subjects.add(finder.find());
        } catch (MissingPeerException e) {
            leftOut.put(name, e.getMessage());
        }
    }

    private void announce(Plan plan, Map<Protocol, List<Subject>> subjects, double load) {
        var expected = Duration.ZERO;
        for (var protocol : subjects.keySet()) {
            var these = subjects.get(protocol);
            for (var subject : these) {
                System.err.printf("%-4s  %-10s %s: %s%n", protocol, subject.name(), subject.version(), subject.does());
            }
            expected = expected.plus(plan.expected(protocol, these.size()));
        }
        leftOut.forEach((name, why) -> System.err.printf("%-10s LEFT OUT: %s%n", name, why));
        if (load > 0.5) {
            System.err.printf("this machine is busy (load average %.1f): numbers will be spread widely%n", load);
        }
        System.err.printf(
                "%d rounds: about %d min %02d s%n", plan.rounds(), expected.toMinutes(), expected.toSecondsPart());
    }

    private static Samples measure(Plan plan, Map<Protocol, List<Subject>> subjects) throws Exception {
        var samples = new Samples();
        for (var protocol : subjects.keySet()) {
            measure(protocol, plan, subjects.get(protocol), samples);
        }
        return samples;
    }

    private static void measure(Protocol protocol, Plan plan, List<Subject> subjects, Samples samples)
            throws Exception {
        var progress =
                new Progress(System.err, plan.rounds() * Step.of(protocol).size() * subjects.size());
        var folder = Files.createTempDirectory("meshbench-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var cleanup = new Cleanup()) {
            cleanup.add(() -> Folders.delete(folder));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> interrupted(cleanup)));
            var run = cleanup.add(new PeersRun(protocol, plan, progress, samples));
            run.start(subjects, folder);
            run.measure();
        }
    }

    /** The end of this process, by Ctrl-C or when all is closed already. */
    private static void interrupted(Cleanup cleanup) {
        if (cleanup.isClosed()) {
            return;
        }
        try {
            System.err.println("interrupted: removing namespaces and processes");
            cleanup.close();
        } catch (IOException e) {
            System.err.println("not everything could be removed; the next run will do it: " + e);
        }
    }

    private Report report(Plan plan, Map<Protocol, List<Subject>> subjects, Samples samples) throws IOException {
        var all = subjects.values().stream().flatMap(List::stream).toList();
        var names = all.stream().map(Subject::name).distinct().toList();
        var peers = all.stream()
                .filter(subject -> subject.hasProxy() && !(subject instanceof Mesh))
                .map(Subject::name)
                .distinct()
                .toList();
        facts.put("date", LocalDate.now(java.time.ZoneOffset.UTC).toString());
        facts.put("machine", Machine.here().toString());
        facts.put(
                "measured",
                String.format(
                        Locale.ROOT,
                        "%d rounds, subjects in rotating order; %d ms each, bulk %d MiB each way; warm-up %d s per subject",
                        plan.rounds(),
                        plan.each().toMillis(),
                        plan.bulkBytes() >> 20,
                        plan.warmUp().toSeconds()));
        subjects.forEach((protocol, these) -> facts.put("subjects, " + protocol, described(these)));
        if (!leftOut.isEmpty()) {
            facts.put("left out", leftOut);
        }
        return new Report(
                fileName(), "Sidecars compared", facts, names, samples, Table.of(samples, names, Mesh.OURS, peers));
    }

    /** A part of a comparison does not replace the whole one. */
    private String fileName() {
        var part =
                workloads.size() == 1 ? "-" + workloads.iterator().next().name().toLowerCase(Locale.ROOT) : "";
        return "peers" + part + (quick ? "-quick" : "");
    }

    private static Map<String, String> described(List<Subject> subjects) {
        var described = new LinkedHashMap<String, String>();
        subjects.forEach(subject -> described.put(subject.name(), subject.version() + "; " + subject.does()));
        return described;
    }
}

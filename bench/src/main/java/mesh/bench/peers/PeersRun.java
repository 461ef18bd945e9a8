package mesh.bench.peers;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mesh.bench.load.LoadRequest;
import mesh.bench.load.LoadResult;
import mesh.bench.load.Workload;
import mesh.bench.report.Quantity;
import mesh.bench.report.Row;
import mesh.bench.report.Samples;
import mesh.bench.rig.Cleanup;
import mesh.bench.rig.Namespaces;
import mesh.bench.rig.Server;
import mesh.bench.rig.Spinners;
import mesh.bench.rig.Subject;
import mesh.bench.rig.Testbed;

/**
 * One comparison. All subjects run all the time, each in namespaces of its own, and only one is measured at a time:
 *
 * <pre>
 *   each subject: memory when idle, with idle connections, without them -> warm-up
 *   each round, each step, each subject in an order that rotates: one measurement
 *   each subject: memory after all of that
 * </pre>
 */
final class PeersRun implements Closeable {
    private static final String IDLE = "idle, before any load", AFTER = "idle, after all loads";

    private final Plan plan;
    private final Progress progress;
    private final Cleanup cleanup = new Cleanup();
    private final List<Testbed> testbeds = new ArrayList<>();
    private final Samples samples = new Samples();
    private Generator generator;

    PeersRun(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** Builds the namespaces and starts all processes. */
    void start(List<Subject> subjects, Path folder) throws Exception {
        Namespaces.removeLeftovers();
        for (var subject : subjects) {
            testbeds.add(cleanup.add(Testbed.create(subject, testbeds.size())));
        }
        cleanup.add(Server.start(testbeds.stream().map(Testbed::serverNamespace).toList()));
        generator = cleanup.add(Generator.start());
        for (var testbed : testbeds) {
            progress.say("starting " + testbed.subject().name());
            testbed.startProxies(folder);
        }
    }

    Samples measure() throws Exception {
        for (var testbed : testbeds) {
            memoryBefore(testbed);
            warmUp(testbed);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (var step : Step.ALL) {
                for (var testbed : rotated(round + Step.ALL.indexOf(step))) {
                    measure(testbed, step, round);
                }
            }
        }
        for (var testbed : testbeds) {
            memory(testbed, AFTER);
        }
        return samples;
    }

    private List<Testbed> rotated(int by) {
        var order = new ArrayList<>(testbeds);
        Collections.rotate(order, by);
        return order;
    }

    private void memoryBefore(Testbed testbed) throws Exception {
        memory(testbed, IDLE);
        load(testbed, idle(testbed, Workload.OPEN_IDLE));
        memory(testbed, "with %,d idle connections".formatted(plan.idleConnections()));
        load(testbed, idle(testbed, Workload.CLOSE_IDLE));
        memory(testbed, "after those were closed");
    }

    private LoadRequest idle(Testbed testbed, Workload workload) {
        return new LoadRequest(testbed.clientNamespace(), workload, plan.idleConnections(), 0, 0);
    }

    private void memory(Testbed testbed, String when) throws IOException {
        if (testbed.subject().hasProxy()) {
            double mib = testbed.usage().residentKib() / 1024.0 / 2; // of one of the two
            samples.add(new Row(when, Quantity.MEMORY), testbed.subject().name(), mib);
        }
    }

    /** Every step in turn, as it will be measured, until the time is over. */
    private void warmUp(Testbed testbed) throws Exception {
        progress.say("warming up " + testbed.subject().name());
        long deadline = System.nanoTime() + plan.warmUp().toNanos();
        var share = plan.warmUp().dividedBy(4);
        while (System.nanoTime() - deadline < 0) {
            for (var step : List.of(Step.MANY, Step.CONNECT, Step.BOTH, Step.ONE)) {
                load(testbed, warmUpRequest(testbed, step, share));
            }
        }
    }

    private LoadRequest warmUpRequest(Testbed testbed, Step step, Duration time) {
        return new LoadRequest(
                testbed.clientNamespace(), step.workload(), step.connections(), time.toMillis(), plan.bulkBytes());
    }

    private void measure(Testbed testbed, Step step, int round) throws Exception {
        try (var spinning = new Cleanup()) {
            if (step.hot()) {
                spinning.add(Spinners.start(Runtime.getRuntime().availableProcessors()));
            }
            var before = testbed.usage();
            var result = load(testbed, plan.request(step, testbed.clientNamespace()));
            var cpu = testbed.usage().cpu().minus(before.cpu());
            if (testbed.subject().hasProxy() && cpu.isZero()) {
                throw new IOException(testbed.subject().name() + " used no CPU: the traffic did not pass through it");
            }
            for (var quantity : step.quantities()) {
                record(testbed.subject(), new Row(step.title(), quantity), result, cpu);
            }
            progress.measured(round, step.title(), testbed.subject().name(), result);
        }
    }

    private void record(Subject subject, Row row, LoadResult result, Duration cpu) {
        if (subject.hasProxy() || !row.quantity().needsProxy()) {
            samples.add(row, subject.name(), value(row.quantity(), result, cpu));
        }
    }

    private static double value(Quantity quantity, LoadResult result, Duration cpu) {
        return switch (quantity) {
            case P50 -> result.p50Micros();
            case P99 -> result.p99Micros();
            case RATE -> result.perSecond();
            case CPU -> cpu.toMillis() * 1e3 / result.operations();
            case THROUGHPUT -> result.perSecond() * Byte.SIZE / 1e9;
            case CPU_PER_GB -> cpu.toMillis() / (result.operations() / 1e9);
            case MEMORY, MEAN -> throw new IllegalArgumentException(quantity + " is not the result of a load");
        };
    }

    private LoadResult load(Testbed testbed, LoadRequest request) throws IOException, InterruptedException {
        try {
            return generator.measure(request, plan.limit());
        } catch (IOException e) {
            throw new IOException(
                    "%s failed in %s: %s. The proxies said: %s"
                            .formatted(testbed.subject().name(), request.workload(), e.getMessage(), testbed.said()),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        cleanup.close();
    }
}

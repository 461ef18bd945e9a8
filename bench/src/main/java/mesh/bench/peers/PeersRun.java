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
import mesh.bench.rig.Protocol;
import mesh.bench.rig.Server;
import mesh.bench.rig.Spinners;
import mesh.bench.rig.Subject;
import mesh.bench.rig.Testbed;

/**
 * One comparison, with one protocol. All subjects run all the time, each in namespaces of its own, and only one is measured at a time:
 *
 * <pre>
 *   each subject: memory when idle, with idle connections, without them -> warm-up
 *   each round, each step, each subject in an order that rotates: one measurement
 *   each subject: memory after all of that
 * </pre>
 */
final class PeersRun implements Closeable {
    private static final String IDLE = "idle, before any load";

    /** As many requests, at least, must share a connection: else a proxy did not keep those behind it alive. */
    private static final int REQUESTS_PER_CONNECTION = 100;

    private final Protocol protocol;
    private final Plan plan;
    private final Progress progress;
    private final Samples samples;
    private final Cleanup cleanup = new Cleanup();
    private final List<Testbed> testbeds = new ArrayList<>();
    private Generator generator;

    /** @param samples where the results go */
    PeersRun(Protocol protocol, Plan plan, Progress progress, Samples samples) {
        this.protocol = protocol;
        this.plan = plan;
        this.progress = progress;
        this.samples = samples;
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

    void measure() throws Exception {
        for (var testbed : testbeds) {
            if (protocol == Protocol.TCP) {
                memoryBefore(testbed);
            }
            warmUp(testbed);
        }
        var steps = Step.of(protocol);
        for (int round = 0; round < plan.rounds(); round++) {
            for (var step : steps) {
                for (var testbed : rotated(round + steps.indexOf(step))) {
                    measure(testbed, step, round);
                }
            }
        }
        for (var testbed : testbeds) {
            memory(testbed, "idle, after all %s loads".formatted(protocol));
        }
    }

    private List<Testbed> rotated(int by) {
        var order = new ArrayList<>(testbeds);
        Collections.rotate(order, by);
        return order;
    }

    private void memoryBefore(Testbed testbed) throws Exception {
        memory(testbed, IDLE);
        load(testbed, plan.idle(testbed, Workload.OPEN_IDLE));
        memory(testbed, "with %,d idle connections".formatted(plan.idleConnections()));
        load(testbed, plan.idle(testbed, Workload.CLOSE_IDLE));
        memory(testbed, "after those were closed");
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
        var steps = Step.warmUp(protocol);
        var share = plan.warmUp().dividedBy(steps.size() * 2L);
        while (System.nanoTime() - deadline < 0) {
            for (var step : steps) {
                load(testbed, plan.request(step, testbed, share));
            }
        }
    }

    private void measure(Testbed testbed, Step step, int round) throws Exception {
        try (var spinning = new Cleanup()) {
            if (step.hot()) {
                spinning.add(Spinners.start(Runtime.getRuntime().availableProcessors()));
            }
            long connectionsBefore = testbed.connectionsAccepted();
            var before = testbed.usage();
            var result = load(testbed, plan.request(step, testbed, plan.each()));
            var cpu = testbed.usage().cpu().minus(before.cpu());
            if (protocol == Protocol.HTTP) {
                checkThatConnectionsWereKept(testbed, step, result, testbed.connectionsAccepted() - connectionsBefore);
            }
            if (testbed.subject().hasProxy() && cpu.isZero()) {
                throw new IOException(testbed.subject().name() + " used no CPU: the traffic did not pass through it");
            }
            for (var quantity : step.quantities()) {
                record(testbed.subject(), new Row(step.title(), quantity), result, cpu);
            }
            progress.measured(round, step.title(), testbed.subject().name(), result);
        }
    }

    private static void checkThatConnectionsWereKept(Testbed testbed, Step step, LoadResult result, long accepted)
            throws IOException {
        if (accepted > 4L * step.connections() + result.operations() / REQUESTS_PER_CONNECTION) {
            throw new IOException(
                    "%s opened %,d connections for %,d requests of %d clients: what it has upstream is not kept alive"
                            .formatted(testbed.subject().name(), accepted, result.operations(), step.connections()));
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
            case MEMORY, MEAN, ALLOCATED ->
                throw new IllegalArgumentException(quantity + " is not the result of a load");
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

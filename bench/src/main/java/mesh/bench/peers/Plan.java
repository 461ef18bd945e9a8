package mesh.bench.peers;

import java.time.Duration;
import mesh.bench.load.LoadRequest;
import mesh.bench.load.Workload;
import mesh.bench.rig.Protocol;
import mesh.bench.rig.Testbed;

/**
 * How much is measured.
 *
 * @param rounds every round measures every step of every subject once
 * @param each how long one measurement takes
 * @param warmUp per subject, before the first round: until a JVM has compiled what it runs
 * @param bulkBytes how many bytes a bulk measurement moves each way
 * @param idleConnections open at once when memory is read
 */
record Plan(int rounds, Duration each, Duration warmUp, long bulkBytes, int idleConnections) {
    private static final long MIB = 1 << 20;

    /** Seconds per subject that are no measurement: start, idle connections, memory. */
    private static final int OVERHEAD_SECONDS = 6;

    static Plan full(int rounds) {
        return new Plan(rounds, Duration.ofMillis(1500), Duration.ofSeconds(12), 768 * MIB, 1000);
    }

    static Plan quick(int rounds) {
        return new Plan(rounds, Duration.ofMillis(400), Duration.ofSeconds(6), 128 * MIB, 1000);
    }

    /** What one protocol will take, roughly. */
    Duration expected(Protocol protocol, int subjects) {
        return each.multipliedBy((long) rounds * Step.of(protocol).size())
                .plus(warmUp)
                .plusSeconds(OVERHEAD_SECONDS)
                .multipliedBy(subjects);
    }

    LoadRequest request(Step step, Testbed testbed, Duration time) {
        return request(testbed, step.workload(), step.connections(), time);
    }

    LoadRequest idle(Testbed testbed, Workload workload) {
        return request(testbed, workload, idleConnections, Duration.ZERO);
    }

    private LoadRequest request(Testbed testbed, Workload workload, int connections, Duration time) {
        var server = testbed.subject().httpServer();
        return new LoadRequest(
                testbed.clientNamespace(),
                workload,
                server.getHostString(),
                server.getPort(),
                connections,
                time.toMillis(),
                bulkBytes);
    }

    /** The longest that one measurement may take before it counts as stuck. */
    Duration limit() {
        return each.plusSeconds(30);
    }
}

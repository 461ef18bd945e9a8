package mesh.bench.peers;

import static mesh.bench.report.Quantity.CPU;
import static mesh.bench.report.Quantity.CPU_PER_GB;
import static mesh.bench.report.Quantity.P50;
import static mesh.bench.report.Quantity.P99;
import static mesh.bench.report.Quantity.RATE;
import static mesh.bench.report.Quantity.THROUGHPUT;

import java.util.List;
import mesh.bench.load.Workload;
import mesh.bench.report.Quantity;
import mesh.bench.rig.Spinners;

/**
 * One measurement of a round.
 *
 * @param connections at once
 * @param hot with a spinner per core, see {@link Spinners}
 * @param quantities what is taken from its result
 */
record Step(String title, Workload workload, int connections, boolean hot, List<Quantity> quantities) {
    static final Step ONE = pingPong("64 B ping-pong, 1 connection", 1, false, P50, P99, CPU);
    static final Step ONE_HOT = pingPong("64 B ping-pong, 1 connection, hot", 1, true, P50, P99, CPU);
    static final Step MANY = pingPong("64 B ping-pong, 32 connections", 32, false, RATE, P99, CPU);
    static final Step CONNECT =
            new Step("connect-echo-close, 16 at once", Workload.CONNECT, 16, false, List.of(RATE, P99, CPU));
    static final Step UP = bulk("bulk to the server", Workload.BULK_UP);
    static final Step DOWN = bulk("bulk to the client", Workload.BULK_DOWN);
    static final Step BOTH = bulk("bulk both ways at once", Workload.BULK_BOTH);

    /** In the order in which they are measured. */
    static final List<Step> ALL = List.of(ONE, ONE_HOT, MANY, CONNECT, UP, DOWN, BOTH);

    private static Step pingPong(String title, int connections, boolean hot, Quantity... quantities) {
        return new Step(title, Workload.PING_PONG, connections, hot, List.of(quantities));
    }

    private static Step bulk(String title, Workload workload) {
        return new Step(title + ", 1 connection", workload, 1, false, List.of(THROUGHPUT, CPU_PER_GB));
    }
}

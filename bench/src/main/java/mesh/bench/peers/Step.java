package mesh.bench.peers;

import static mesh.bench.report.Quantity.CPU;
import static mesh.bench.report.Quantity.CPU_PER_GB;
import static mesh.bench.report.Quantity.P50;
import static mesh.bench.report.Quantity.P99;
import static mesh.bench.report.Quantity.RATE;
import static mesh.bench.report.Quantity.THROUGHPUT;
import static mesh.bench.rig.Protocol.HTTP;
import static mesh.bench.rig.Protocol.TCP;

import java.util.List;
import mesh.bench.load.Workload;
import mesh.bench.report.Quantity;
import mesh.bench.rig.Protocol;
import mesh.bench.rig.Spinners;

/**
 * One measurement of a round.
 *
 * @param protocol with which sidecars it is measured
 * @param connections at once
 * @param hot with a spinner per core, see {@link Spinners}
 * @param quantities what is taken from its result
 */
record Step(
        String title, Protocol protocol, Workload workload, int connections, boolean hot, List<Quantity> quantities) {
    static final Step ONE = pingPong("64 B ping-pong, 1 connection", 1, false, P50, P99, CPU);
    static final Step ONE_HOT = pingPong("64 B ping-pong, 1 connection, hot", 1, true, P50, P99, CPU);
    static final Step MANY = pingPong("64 B ping-pong, 32 connections", 32, false, RATE, P99, CPU);
    static final Step CONNECT =
            new Step("connect-echo-close, 16 at once", TCP, Workload.CONNECT, 16, false, List.of(RATE, P99, CPU));
    static final Step UP = bulk("bulk to the server", Workload.BULK_UP);
    static final Step DOWN = bulk("bulk to the client", Workload.BULK_DOWN);
    static final Step BOTH = bulk("bulk both ways at once", Workload.BULK_BOTH);

    static final Step HTTP_ONE = get("HTTP GET, 1 connection", 1, false, P50, P99, CPU);
    static final Step HTTP_ONE_HOT = get("HTTP GET, 1 connection, hot", 1, true, P50, P99, CPU);
    static final Step HTTP_MANY = get("HTTP GET, 32 connections", 32, false, RATE, P50, P99, CPU);

    static final List<Step> ALL =
            List.of(ONE, ONE_HOT, MANY, CONNECT, UP, DOWN, BOTH, HTTP_ONE, HTTP_ONE_HOT, HTTP_MANY);

    /** In the order in which they are measured. */
    static List<Step> of(Protocol protocol) {
        return ALL.stream().filter(step -> step.protocol == protocol).toList();
    }

    /** All kinds of work that a JVM must have compiled before it is measured. */
    static List<Step> warmUp(Protocol protocol) {
        return switch (protocol) {
            case TCP -> List.of(MANY, CONNECT, BOTH, ONE);
            case HTTP -> List.of(HTTP_MANY, HTTP_ONE);
        };
    }

    private static Step pingPong(String title, int connections, boolean hot, Quantity... quantities) {
        return new Step(title, TCP, Workload.PING_PONG, connections, hot, List.of(quantities));
    }

    private static Step get(String title, int connections, boolean hot, Quantity... quantities) {
        return new Step(title, HTTP, Workload.HTTP_GET, connections, hot, List.of(quantities));
    }

    private static Step bulk(String title, Workload workload) {
        return new Step(title + ", 1 connection", TCP, workload, 1, false, List.of(THROUGHPUT, CPU_PER_GB));
    }
}

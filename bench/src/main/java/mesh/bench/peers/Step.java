package mesh.bench.peers;

import java.util.List;
import mesh.bench.load.Workload;
import mesh.bench.report.Quantity;

/** What each round measures, in this order. */
enum Step {
    ONE("64 B ping-pong, 1 connection", Workload.PING_PONG, 1, Quantity.P50, Quantity.P99, Quantity.CPU),
    ONE_HOT("64 B ping-pong, 1 connection, hot", Workload.PING_PONG, 1, Quantity.P50, Quantity.P99, Quantity.CPU),
    MANY("64 B ping-pong, 32 connections", Workload.PING_PONG, 32, Quantity.RATE, Quantity.P99, Quantity.CPU),
    CONNECT("connect-echo-close, 16 at once", Workload.CONNECT, 16, Quantity.RATE, Quantity.P99, Quantity.CPU),
    UP("bulk to the server, 1 connection", Workload.BULK_UP, 1, Quantity.THROUGHPUT, Quantity.CPU_PER_GB),
    DOWN("bulk to the client, 1 connection", Workload.BULK_DOWN, 1, Quantity.THROUGHPUT, Quantity.CPU_PER_GB),
    BOTH("bulk both ways at once, 1 connection", Workload.BULK_BOTH, 1, Quantity.THROUGHPUT, Quantity.CPU_PER_GB);

    private final String title;
    private final Workload workload;
    private final int connections;
    private final List<Quantity> quantities;

    Step(String title, Workload workload, int connections, Quantity... quantities) {
        this.title = title;
        this.workload = workload;
        this.connections = connections;
        this.quantities = List.of(quantities);
    }

    String title() {
        return title;
    }

    Workload workload() {
        return workload;
    }

    int connections() {
        return connections;
    }

    List<Quantity> quantities() {
        return quantities;
    }

    boolean hot() {
        return this == ONE_HOT;
    }
}

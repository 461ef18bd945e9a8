package mesh.lab.up;

import java.util.List;
import mesh.lab.view.Failure;
import mesh.lab.view.Style;
import mesh.lab.view.Table;

/** A request as a table of hops; times in µs since it began. */
public final class HopTable {
    private HopTable() {}

    /** @throws Failure when a proxy told of a pod that is not there */
    public static String of(FirstConnection connection) throws Failure {
        var heading = "One request from app-a, answered by %s, hop by hop (%d µs)"
                .formatted(
                        connection.journey().inbound().orElseThrow().pod(),
                        micros(connection.call().endNanos() - connection.call().startNanos()));
        return Style.BOLD.of(heading) + "\n" + of(Hops.of(connection));
    }

    static Table of(List<Hop> hops) {
        var table = new Table(">µs", ">+µs", "pod", "who", "what");
        long start = hops.getFirst().nanos().orElseThrow();
        long last = start;
        for (var hop : hops) {
            long now = hop.nanos().orElse(last);
            boolean timed = hop.nanos().isPresent();
            table.row(
                    timed ? micros(now - start) : "",
                    timed ? micros(now - last) : "",
                    hop.pod(),
                    hop.who(),
                    hop.what());
            last = now;
        }
        return table;
    }

    private static long micros(long nanos) {
        return Math.round(nanos / 1e3);
    }
}

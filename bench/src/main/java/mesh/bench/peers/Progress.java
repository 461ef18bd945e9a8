package mesh.bench.peers;

import java.io.PrintStream;
import java.time.Duration;
import mesh.bench.load.LoadResult;
import mesh.bench.report.Quantity;

/** Tells the person at the terminal how far it is. */
final class Progress {
    private final PrintStream out;
    private final int measurements;
    private final long startedNanos = System.nanoTime();
    private int done;

    Progress(PrintStream out, int measurements) {
        this.out = out;
        this.measurements = measurements;
    }

    void say(String what) {
        out.printf("%s  %s%n", elapsed(), what);
    }

    void measured(int round, String step, String subject, LoadResult result) {
        done++;
        var number = result.p50Micros() > 0
                ? "%s/s, p50 %s µs".formatted(Quantity.format(result.perSecond()), Quantity.format(result.p50Micros()))
                : "%s Gbit/s".formatted(Quantity.format(result.perSecond() * Byte.SIZE / 1e9));
        out.printf(
                "%s  %3d/%d  round %d  %-38s %-10s %s%n",
                elapsed(), done, measurements, round + 1, step, subject, number);
    }

    private String elapsed() {
        var time = Duration.ofNanos(System.nanoTime() - startedNanos);
        return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }
}

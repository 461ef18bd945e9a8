package mesh.bench.controlplane;

import java.util.Arrays;
import java.util.stream.LongStream;

/** How long things took, in nanoseconds. */
public final class Delays {
    private final long[] sorted;

    private Delays(long[] sorted) {
        this.sorted = sorted;
    }

    public static Delays of(LongStream nanos) {
        return new Delays(nanos.sorted().toArray());
    }

    public static Delays all(Iterable<Delays> parts) {
        var all = LongStream.empty();
        for (var part : parts) {
            all = LongStream.concat(all, Arrays.stream(part.sorted));
        }
        return of(all);
    }

    public long longest() {
        return sorted[sorted.length - 1];
    }

    /** The shortest that at least {@code fraction} of all did not exceed, in ms (nearest rank). */
    public double millis(double fraction) {
        int rank = (int) Math.ceil(fraction * sorted.length);
        return sorted[Math.max(rank, 1) - 1] / 1e6;
    }
}

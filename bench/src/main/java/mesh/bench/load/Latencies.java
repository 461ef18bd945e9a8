package mesh.bench.load;

import java.util.Arrays;

/** Durations of single operations, in nanoseconds, all of them kept. */
final class Latencies {
    private long[] nanos = new long[1 << 14];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /** The smallest duration that at least {@code fraction} of all operations did not exceed, in µs (nearest rank). */
    double micros(double fraction) {
        Arrays.sort(nanos, 0, count);
        int rank = (int) Math.ceil(fraction * count);
        return count == 0 ? 0 : nanos[Math.max(rank, 1) - 1] / 1e3;
    }
}

package mesh.bench.load;

/**
 * What one measurement gave.
 *
 * @param operations round trips, connections or (bulk) bytes, all verified
 * @param seconds how long they took together
 * @param p50Micros median duration of one operation; 0 where single ones are not timed
 * @param p99Micros the 99th percentile
 * @param error why the measurement failed; null when it did not
 */
public record LoadResult(long operations, double seconds, double p50Micros, double p99Micros, String error) {
    static LoadResult of(Latencies latencies, long startedNanos) {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        return new LoadResult(latencies.count(), seconds, latencies.micros(0.5), latencies.micros(0.99), null);
    }

    static LoadResult of(long operations, long startedNanos) {
        return new LoadResult(operations, (System.nanoTime() - startedNanos) / 1e9, 0, 0, null);
    }

    static LoadResult failed(Exception e) {
        return new LoadResult(0, 0, 0, 0, e.toString());
    }

    public double perSecond() {
        return operations / seconds;
    }
}

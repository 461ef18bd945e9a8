package mesh.proxy.telemetry;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What the proxy is asked for when somebody looks at its metrics.
 *
 * @param open connections of a direction that are open now
 * @param bufferWaits how often bytes had to wait for a buffer until now
 * @param pools the pools of connections to upstreams, all together
 */
public record ProxyReadings(
        ToLongFunction<HopEvent.Direction> open, LongSupplier bufferWaits, Supplier<PoolReading> pools) {
    /** Of a proxy that has nothing. */
    public static final ProxyReadings NONE = new ProxyReadings(_ -> 0, () -> 0, () -> PoolReading.NONE);

    /**
     * Connections to upstreams that are kept for further requests.
     *
     * @param open now, in use or not
     * @param idle now, of those
     * @param opened until now
     * @param reused requests that found one that was open, until now
     * @param waits requests that had to wait for one since a bound was reached, until now
     */
    public record PoolReading(long open, long idle, long opened, long reused, long waits) {
        public static final PoolReading NONE = new PoolReading(0, 0, 0, 0, 0);
    }
}

package mesh.proxy.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import java.util.function.LongSupplier;

/** How the proxy itself is: its carriers, buffers and pools, and what its telemetry could not keep. */
final class ProxyMetrics implements View {
    private final Counter stalls;

    ProxyMetrics(Meters meters, ProxyReadings proxy, LongSupplier eventsLost, LongSupplier linesLost) {
        stalls = meters.counter("mesh_carrier_stalls_total", "Times one piece of work held a carrier for over 100 ms");
        meters.counter(
                "mesh_buffer_waits_total",
                "Times bytes waited for a buffer: slow readers held all of --buffer-memory",
                proxy.bufferWaits());
        pools(meters, proxy);
        meters.counter("mesh_events_lost_total", "Events that came faster than the views saw them", eventsLost);
        meters.counter("mesh_access_log_lines_lost_total", "Lines that nobody read in time", linesLost);
    }

    private static void pools(Meters meters, ProxyReadings proxy) {
        meters.gauges("mesh_pool_connections", "Connections to upstreams kept for further requests", "state", to -> {
            var pools = proxy.pools().get();
            to.is("idle", (double) pools.idle());
            to.is("in_use", (double) (pools.open() - pools.idle()));
        });
        meters.counter(
                "mesh_pool_opened_total",
                "Connections that pools opened",
                () -> proxy.pools().get().opened());
        meters.counter(
                "mesh_pool_reused_total",
                "Requests that found a connection open",
                () -> proxy.pools().get().reused());
        meters.counter(
                "mesh_pool_waits_total",
                "Requests that waited for a connection: a pool's bound was reached",
                () -> proxy.pools().get().waits());
    }

    @Override
    public void see(HopEvent event) {
        if (event instanceof HopEvent.CarrierStalled) {
            stalls.inc();
        }
    }
}

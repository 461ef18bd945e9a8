package mesh.proxy;

import java.time.Duration;
import mesh.proxy.discovery.Discovery;
import mesh.proxy.telemetry.Meters;

/** What Prometheus is told of discovery. */
final class DiscoveryMeters {
    private DiscoveryMeters() {}

    static void register(Meters meters, Discovery discovery) {
        meters.gauge(
                "mesh_discovery_connected",
                "Whether the control plane is there",
                () -> discovery.status().connected() ? 1 : 0);
        meters.gauge(
                "mesh_discovery_age_seconds",
                "Since the control plane last confirmed what is served; NaN: never",
                () -> discovery
                        .status()
                        .age()
                        .map(Duration::toMillis)
                        .map(millis -> millis / 1e3)
                        .orElse(Double.NaN));
        meters.counter(
                "mesh_discovery_connects_total",
                "Times the control plane was called",
                () -> discovery.status().connects());
        meters.counter(
                "mesh_discovery_applied_total",
                "Steps of the control plane that were applied, heartbeats included",
                () -> discovery.status().applied());
        meters.counter(
                "mesh_discovery_rejected_total",
                "Steps of the control plane that could not be used",
                () -> discovery.status().rejected());
    }
}

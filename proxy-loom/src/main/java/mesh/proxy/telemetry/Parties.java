package mesh.proxy.telemetry;

import mesh.proxy.cluster.ServiceName;

/**
 * Who asked whom, as far as metrics tell them apart. All names come from the control plane.
 *
 * @param source who asked; empty when unknown
 * @param service null when unknown
 * @param workload who answered, or should have; empty when unknown
 * @param version of that workload: what tells a canary from the rest; empty when unknown
 */
record Parties(
        HopEvent.Direction direction,
        String source,
        ServiceName service,
        String workload,
        String version,
        String protocol) {
    static final String[] LABELS = {
        "direction", "source_workload", "destination_service", "destination_workload", "destination_version", "protocol"
    };

    private static final String UNKNOWN = "unknown";
    private static final String OTHER = "other";

    static Parties of(HopEvent.Exchanged event) {
        var exchange = event.exchange();
        var endpoint = exchange.endpoint();
        return new Parties(
                event.direction(),
                exchange.sourceWorkload(),
                exchange.service(),
                endpoint == null ? "" : endpoint.workload(),
                endpoint == null ? "" : endpoint.appVersion(),
                exchange.protocol());
    }

    /** Those that are too many to be told apart. */
    Parties other() {
        return new Parties(direction, OTHER, new ServiceName(OTHER, OTHER), OTHER, OTHER, protocol);
    }

    /** Values of the {@link #LABELS}. */
    String[] labels() {
        return new String[] {
            direction.label(),
            known(source),
            service == null ? UNKNOWN : service.namespace() + "/" + service.name(),
            known(workload),
            known(version),
            protocol
        };
    }

    private static String known(String name) {
        return name.isEmpty() ? UNKNOWN : name;
    }
}

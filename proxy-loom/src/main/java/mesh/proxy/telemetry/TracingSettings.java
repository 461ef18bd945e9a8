package mesh.proxy.telemetry;

import java.net.URI;
import java.util.Optional;

/**
 * Whether spans are made, and where they go.
 *
 * @param endpoint a collector that takes OTLP over HTTP; empty: tracing is off
 * @param fraction of the traces that begin here which are kept, 0 to 1
 */
public record TracingSettings(Optional<URI> endpoint, double fraction) {
    public static final TracingSettings OFF = new TracingSettings(Optional.empty(), 0);

    public Tracing tracing() {
        return endpoint.isEmpty() ? Tracing.off() : Tracing.sampling(fraction);
    }
}

package mesh.proxy.discovery;

import java.time.Duration;
import java.util.Optional;

/**
 * How discovery stands.
 *
 * @param version what the proxy serves; empty: nothing was ever told
 * @param age since the control plane last confirmed it; empty: never
 * @param problem why there is no control plane now, or why its last step was rejected; empty: all is well
 * @param connects tried until now
 */
public record Status(
        boolean connected,
        String version,
        int services,
        Optional<Duration> age,
        String problem,
        long connects,
        long applied,
        long rejected) {}

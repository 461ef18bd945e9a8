package mesh.netinit;

import java.util.Optional;

/**
 * How rules are applied, next to which ({@link Capture}).
 *
 * @param backend the one to use; empty to choose the one that fits
 * @param closeWaitSeconds see {@link CloseWait}; 0 leaves the kernel's setting alone
 */
public record Settings(Optional<Backend> backend, Ipv6 ipv6, int closeWaitSeconds) {
    public static final Settings DEFAULT = new Settings(Optional.empty(), Ipv6.AUTO, CloseWait.DEFAULT_SECONDS);

    public Settings withBackend(Backend other) {
        return new Settings(Optional.of(other), ipv6, closeWaitSeconds);
    }

    public Settings withIpv6(Ipv6 other) {
        return new Settings(backend, other, closeWaitSeconds);
    }
}

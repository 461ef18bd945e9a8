package mesh.netinit;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how rules are applied. */
final class ApplyOptions {
    @Mixin
    private CaptureOptions capture;

    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            defaultValue = "${env:MESH_BACKEND:-auto}",
            description = "nft, legacy, or auto: the one that has rules here already, else the usual one "
                    + "(auto; MESH_BACKEND).")
    private String backend;

    @Option(
            names = "--ipv6",
            paramLabel = "MODE",
            defaultValue = "${env:MESH_IPV6:-auto}",
            description = "on, off, or auto: where this namespace has it (auto; MESH_IPV6).")
    private String ipv6;

    @Option(
            names = "--close-wait-timeout",
            paramLabel = "SECONDS",
            defaultValue = "${env:MESH_CLOSE_WAIT_TIMEOUT:-3600}",
            description = "How long conntrack remembers half-closed connections; 0 leaves the kernel's setting "
                    + "(3600; MESH_CLOSE_WAIT_TIMEOUT).")
    private String closeWaitTimeout;

    Capture capture() {
        return capture.capture();
    }

    Settings settings() {
        return new Settings(
                backend(),
                mode(),
                Math.toIntExact(capture.whole("--close-wait-timeout", closeWaitTimeout, 0, Integer.MAX_VALUE / 1000)));
    }

    private Optional<Backend> backend() {
        return switch (backend.toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.empty();
            case "nft" -> Optional.of(Backend.NFT);
            case "legacy" -> Optional.of(Backend.LEGACY);
            default -> throw capture.bad("--backend", backend, "is none of auto, nft, legacy");
        };
    }

    private Ipv6 mode() {
        return switch (ipv6.toLowerCase(Locale.ROOT)) {
            case "auto" -> Ipv6.AUTO;
            case "on" -> Ipv6.ON;
            case "off" -> Ipv6.OFF;
            default -> throw capture.bad("--ipv6", ipv6, "is none of auto, on, off");
        };
    }
}

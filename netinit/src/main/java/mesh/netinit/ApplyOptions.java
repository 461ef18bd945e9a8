package mesh.netinit;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import mesh.linux.AddressText;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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

    /** What to capture. Checks the settings too: a bad one is refused also where it would have no use. */
    Capture capture() {
        settings();
        return capture.capture();
    }

    Settings settings() {
        return new Settings(
                backend(),
                mode(),
                Math.toIntExact(capture.whole("--close-wait-timeout", closeWaitTimeout, 0, Integer.MAX_VALUE / 1000)));
    }

    /** An address with its port, 0 when it has none. */
    InetSocketAddress address(String option, String text) {
        try {
            return AddressText.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(
                    option,
                    text,
                    "is not an address: write 10.77.0.3:80, [fd77::3]:80, or without a port where none is needed");
        }
    }

    long id(String option, String text) {
        return capture.whole(option, text, 0, ProxyOwner.LARGEST_ID);
    }

    ParameterException bad(String option, String text, String why) {
        return capture.bad(option, text, why);
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

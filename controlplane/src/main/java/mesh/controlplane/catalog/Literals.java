package mesh.controlplane.catalog;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import mesh.linux.AddressText;

/** Single values that several kinds of manifests have. */
final class Literals {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,5}(h|m|s|ms)){1,4}");

    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|h|m|s)");
    private static final Map<String, Long> MILLIS = Map.of("h", 3_600_000L, "m", 60_000L, "s", 1000L, "ms", 1L);

    private static final Duration DAY = Durations.fromDays(1);

    private Literals() {}

    /** An IP address; a name would have to be looked up. */
    static String address(Fields fields, String field, String address) throws ManifestException {
        try {
            return AddressText.of(InetAddress.ofLiteral(address)); // one spelling, so that texts can be compared
        } catch (IllegalArgumentException e) {
            throw fields.error(field, "'" + address + "' is no IP address");
        }
    }

    /** Whether a port carries TCP. The mesh leaves UDP and SCTP alone. */
    static boolean isTcp(Fields port) throws ManifestException {
        return port.oneOf("protocol", Map.of("TCP", true, "UDP", false, "SCTP", false))
                .orElse(true);
    }

    /** @see <a href="https://gateway-api.sigs.k8s.io/geps/gep-2257/">GEP-2257</a> */
    static Optional<Duration> duration(Fields fields, String field) throws ManifestException {
        var text = fields.text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!DURATION.matcher(text.get()).matches()) {
            throw fields.error(field, "'" + text.get() + "' is no duration: write 500ms, 10s, 5m or 1h30m");
        }
        long millis = 0;
        for (var part = PART.matcher(text.get()); part.find(); ) {
            millis += Long.parseLong(part.group(1)) * MILLIS.get(part.group(2));
        }
        return Optional.of(Duration.newBuilder()
                .setSeconds(millis / 1000)
                .setNanos((int) (millis % 1000) * 1_000_000)
                .build());
    }

    /** A duration of at most a day: more is a slip of the pen. */
    static Optional<Duration> ofADay(Fields fields, String field) throws ManifestException {
        var duration = duration(fields, field);
        if (duration.isPresent() && Durations.compare(duration.get(), DAY) > 0) {
            throw fields.error(field, "is above the most, 24h");
        }
        return duration;
    }

    /** The Gateway API writes 0s for "none". */
    static boolean isPositive(Duration duration) {
        return duration.getSeconds() > 0 || duration.getNanos() > 0;
    }
}

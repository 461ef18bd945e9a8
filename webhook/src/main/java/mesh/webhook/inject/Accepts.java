package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mesh.netinit.Cidr;
import mesh.netinit.PortRange;

/** What a value may be. */
@FunctionalInterface
interface Accepts {
    /** In a list. They become an environment variable, of which the kernel takes 128 KiB, and a rule each. */
    int MOST = 100;

    Accepts ANYTHING = value -> Optional.empty();

    Accepts TRUE_OR_FALSE = oneOf("true", "false");

    Accepts PORTS = list(PortRange::parse, "ports and ranges of ports, such as 22,8000-8010");

    Accepts CIDRS = list(Cidr::parse, "address blocks, such as 10.0.0.0/8,fd00::/8");

    /** As resources are written. @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a> */
    Accepts QUANTITY = value -> {
        try {
            if (value.matches("[0-9.]{1,20}(m|k|[MGTPE]|[KMGTPE]i)?")
                    && Quantity.getAmountInBytes(new Quantity(value)).signum() > 0) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            return Optional.of("is no quantity (" + Shown.of(e) + "): write 100m, 0.5, 96Mi or 1Gi");
        }
        return Optional.of("is no quantity above zero: write 100m, 0.5, 96Mi or 1Gi");
    };

    /** What is wrong with it. */
    Optional<String> mistake(String value);

    static Accepts oneOf(String... words) {
        var all = List.of(words);
        return value -> all.contains(value) ? Optional.empty() : Optional.of("is not accepted; write one of " + all);
    }

    static Accepts number(int from, int to) {
        return value -> value.matches("[0-9]{1,9}") && Integer.parseInt(value) >= from && Integer.parseInt(value) <= to
                ? Optional.empty()
                : Optional.of("is no number from %d to %d".formatted(from, to));
    }

    /** With commas between, each read by netinit's own reader: what is let in here, it will take. */
    static Accepts list(Consumer<String> reader, String what) {
        return value -> {
            if (value.split(",", -1).length > MOST) {
                return Optional.of("has more than " + MOST + " entries; write wider ranges");
            }
            try {
                Stream.of(value.split(",", -1)).map(String::strip).forEach(reader);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of("is not accepted (%s); write %s".formatted(Shown.of(e), what));
            }
        };
    }
}

package mesh.netinit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Configurations whose rules are written down in {@code src/test/golden}, for reading and for comparing. */
enum GoldenCase {
    DEFAULTS(Capture.defaults()),
    EXCLUSIONS(Capture.defaults()
            .withExclusions(new Exclusions(
                    List.of(PortRange.of(22), new PortRange(8000, 8010)),
                    List.of(PortRange.of(3306), new PortRange(9000, 9010)),
                    List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd01::/16")),
                    List.of(Cidr.parse("169.254.169.254"), Cidr.parse("fd00:ec2::254")),
                    List.of(0L, 1001L)))),
    EVERYTHING_EXCLUDED(Capture.defaults()
            .withExclusions(Exclusions.NONE.withOutboundCidrs(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")))),
    OTHER_PORTS_AND_OWNER(Capture.defaults()
            .withPorts(new ProxyPorts(4140, 4143, 4144, 4191))
            .withProxy(new ProxyOwner(2102, 65534))),
    QUEUE(Capture.defaults()
            .withQueue(new PacketQueue(7, List.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING))));

    @SuppressWarnings("ImmutableEnumChecker") // it is: records and unmodifiable lists all the way down
    private final Capture capture;

    GoldenCase(Capture capture) {
        this.capture = capture;
    }

    Capture capture() {
        return capture;
    }

    List<Rule> rules(Family family) {
        return RulePlan.of(capture).rules(family);
    }

    String golden(Family family) throws IOException {
        var name =
                "%s.%s.rules".formatted(name(), family).toLowerCase(Locale.ROOT).replace('_', '-');
        return Files.readString(Path.of("src/test/golden").resolve(name));
    }
}

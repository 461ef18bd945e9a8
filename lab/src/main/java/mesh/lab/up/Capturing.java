package mesh.lab.up;

import java.io.IOException;
import java.util.stream.Collectors;
import mesh.lab.view.Failure;
import mesh.linux.NetworkNamespace;
import mesh.netinit.Applied;
import mesh.netinit.Applier;
import mesh.netinit.Capture;
import mesh.netinit.RulePlan;
import mesh.netinit.Settings;
import mesh.netinit.Tools;

/** netinit in a pod, as its init container would do it. */
final class Capturing {
    private Capturing() {}

    /** @return what it did, in words */
    static String apply(NetworkNamespace namespace) throws IOException {
        try {
            var applier = new Applier(Tools.ofThisMachine(), Settings.DEFAULT);
            var applied = namespace.call(() -> applier.apply(RulePlan.of(Capture.defaults())));
            return applied.stream().map(Capturing::described).collect(Collectors.joining(", "));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Failure("netinit in " + namespace.name() + ": " + e.getMessage(), e);
        }
    }

    private static String described(Applied family) {
        return "%s %s (%s)".formatted(family.family(), family.what(), family.iptables());
    }
}

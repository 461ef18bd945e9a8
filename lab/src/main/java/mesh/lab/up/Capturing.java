package mesh.lab.up;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import mesh.lab.pod.InPod;
import mesh.lab.view.Failure;
import mesh.linux.NetworkNamespace;
import mesh.netinit.Applied;
import mesh.netinit.Applier;
import mesh.netinit.Capture;
import mesh.netinit.Finding;
import mesh.netinit.RulePlan;
import mesh.netinit.SelfCheck;
import mesh.netinit.Settings;
import mesh.netinit.Tools;

/** netinit in a pod, as its init container would do it: rules first, then the proof that they capture. */
record Capturing(NetworkNamespace namespace) {
    private static final Tools TOOLS = Tools.ofThisMachine();
    private static final Capture CAPTURE = Capture.defaults();

    /** @return what it did, in words */
    String apply() throws IOException {
        var applied = InPod.call(namespace, () -> new Applier(TOOLS, Settings.DEFAULT).apply(RulePlan.of(CAPTURE)));
        return applied.stream().map(Capturing::described).collect(Collectors.joining(", "));
    }

    /**
     * Opens connections to nowhere as an app and as the proxy. Nothing may listen on the proxy's ports yet.
     *
     * @throws Failure naming what does not hold
     */
    void check() throws IOException {
        var findings = InPod.call(namespace, () -> new SelfCheck(TOOLS, Settings.DEFAULT, CAPTURE).run());
        if (!SelfCheck.passes(findings)) {
            throw new Failure("capture does not work in %s: %s".formatted(namespace.name(), failures(findings)));
        }
    }

    private static String described(Applied family) {
        return "%s %s (%s)".formatted(family.family(), family.what(), family.iptables());
    }

    private static String failures(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.result() == Finding.Result.FAILS)
                .map(finding -> finding.family() + ", " + finding.claim() + ": " + finding.detail())
                .collect(Collectors.joining("; "));
    }
}

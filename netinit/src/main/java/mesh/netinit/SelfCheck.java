package mesh.netinit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shows, before the application starts, that its connections will be captured and the proxy's will not: by reading the
 * rules back, and by opening connections to addresses that are reserved for documentation. The connections of a
 * workload come back at the proxy's port; nothing else could answer them.
 */
public final class SelfCheck {
    private static final String IN_PLACE = "the rules are in place";

    private final Tools tools;
    private final Settings settings;
    private final Capture capture;
    private final RulePlan plan;

    public SelfCheck(Tools tools, Settings settings, Capture capture) {
        this.tools = tools;
        this.settings = settings;
        this.capture = capture;
        this.plan = RulePlan.of(capture);
    }

    /** Looks into both families. IPv6 is judged on its own: that IPv4 is fine says nothing about it. */
    public List<Finding> run() throws IOException {
        Namespace.requireNetAdmin(); // also reading rules needs it
        var findings = new ArrayList<>(family(Family.IPV4));
        if (settings.ipv6() == Ipv6.OFF) {
            findings.add(Finding.untested(Family.IPV6, IN_PLACE, "--ipv6 off: its connections pass by the proxy"));
        } else if (!Namespace.hasIpv6()) {
            findings.add(Finding.untested(Family.IPV6, IN_PLACE, "this kernel has no IPv6"));
        } else {
            findings.addAll(family(Family.IPV6));
        }
        return List.copyOf(findings);
    }

    /** Whether all is well: capture was shown in one family at least, and nothing fails. */
    public static boolean passes(List<Finding> findings) {
        return findings.stream()
                        .anyMatch(finding -> finding.claim().equals(CaptureProbe.CAPTURED)
                                && finding.result() == Finding.Result.HOLDS)
                && findings.stream().noneMatch(finding -> finding.result() == Finding.Result.FAILS);
    }

    private List<Finding> family(Family family) throws IOException {
        var rules = rulesAreInPlace(family);
        if (rules.result() == Finding.Result.UNTESTED) {
            return List.of(rules);
        }
        if (family == Family.IPV6 && !Namespace.usesIpv6()) {
            return List.of(rules, Finding.untested(family, CaptureProbe.CAPTURED, """
                    IPv6 is switched off here (sysctl net.ipv6.conf.all.disable_ipv6), so nothing can connect by it"""));
        }
        var probe = new CaptureProbe(family, capture, plan);
        return List.of(rules, probe.workloadIsCaptured(), probe.proxyPasses());
    }

    private Finding rulesAreInPlace(Family family) throws IOException {
        List<Candidate> candidates;
        try {
            candidates = Candidate.of(family, settings.backend(), tools);
        } catch (IptablesException e) {
            return family == Family.IPV6 && settings.ipv6() == Ipv6.AUTO && !Namespace.hasIpv6Address()
                    ? Finding.untested(family, IN_PLACE, "no address here reaches beyond the link. " + e.getMessage())
                    : Finding.fails(family, IN_PLACE, e.getMessage());
        }
        var holders = candidates.stream().filter(it -> it.live().hasOurs()).toList();
        return switch (holders.size()) {
            case 0 -> Finding.fails(family, IN_PLACE, "there are none: run `netinit apply`");
            case 1 -> compared(family, holders.getFirst());
            default -> Finding.fails(family, IN_PLACE, """
                    both backends hold rules of ours, and the kernel obeys both: run `netinit apply`, it keeps one""");
        };
    }

    private Finding compared(Family family, Candidate holder) {
        var rules = plan.rules(family);
        var bare = rules.stream().map(Rule::withoutWhy).toList();
        if (RestoreText.change(holder.live(), rules).isEmpty()
                || RestoreText.change(holder.live(), bare).isEmpty()) {
            return Finding.holds(family, IN_PLACE, rules.size() + " rules in " + holder.iptables());
        }
        return Finding.fails(
                family, IN_PLACE, """
                those in %s are not the ones that these options mean. Run `netinit apply` with the same options; \
                `netinit plan --family %s` shows what should be there.""".formatted(holder.iptables(), family.name().toLowerCase(Locale.ROOT)));
    }
}

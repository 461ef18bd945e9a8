package mesh.netinit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.netinit.Applied.What;

/**
 * Brings the rules of the calling thread's network namespace into line with a plan: all of it, or nothing at all. What
 * is in place is not touched, so counters live on.
 */
public final class Applier {
    private final Tools tools;
    private final Settings settings;

    public Applier(Tools tools, Settings settings) {
        this.tools = tools;
        this.settings = settings;
    }

    /**
     * Applies the plan to both families.
     *
     * @return what happened, per family
     * @throws IOException with the reason in the kernel's words; then both families are as they were before
     */
    public List<Applied> apply(RulePlan plan) throws IOException {
        Namespace.requireNetAdmin();
        var changes = new Changes();
        try {
            var ipv4 = install(Family.IPV4, plan.ipv4(), changes);
            return List.of(ipv4, ipv6(plan.ipv6(), changes));
        } catch (IOException e) {
            changes.undo(0, e);
            throw e;
        }
    }

    /** Takes every rule of ours out, of all families and backends, however little is left of them. */
    public List<Applied> cleanup() throws IOException {
        Namespace.requireNetAdmin();
        var results = new ArrayList<Applied>();
        for (var family : Family.values()) {
            results.add(clean(family));
        }
        return results;
    }

    private Applied ipv6(List<Rule> rules, Changes changes) throws IOException {
        if (settings.ipv6() == Ipv6.OFF) {
            return withoutIpv6(changes);
        }
        if (settings.ipv6() == Ipv6.AUTO && !Namespace.hasIpv6()) {
            return skipped("this kernel has no IPv6, so there is nothing to capture");
        }
        int mark = changes.mark();
        try {
            return install(Family.IPV6, rules, changes);
        } catch (IptablesException e) {
            if (settings.ipv6() == Ipv6.ON || Namespace.hasIpv6Address()) {
                throw new IptablesException("""
                        IPv6 connections would pass by the proxy: %s \
                        --ipv6 off accepts that; IPv4 was left as it was before.""".formatted(e.getMessage()), e);
            }
            changes.undo(mark, e);
            return skipped("no IPv6 address here reaches beyond the link, and rules cannot be set: " + e.getMessage());
        }
    }

    private Applied withoutIpv6(Changes changes) throws IptablesException {
        for (var backend : Backend.values()) {
            remove(new Iptables(Family.IPV6, backend, tools), changes);
        }
        return skipped("--ipv6 off: IPv6 connections of this namespace pass by the proxy");
    }

    private static Applied skipped(String why) {
        return new Applied(Family.IPV6, "-", What.SKIPPED, List.of(why));
    }

    /** Tries the candidates in turn; the first that takes the rules carries them, and the other one loses its own. */
    private Applied install(Family family, List<Rule> rules, Changes changes) throws IptablesException {
        var refusals = new ArrayList<String>();
        for (var candidate : Candidate.of(family, settings.backend(), tools)) {
            int mark = changes.mark();
            try {
                return install(candidate, rules, changes, refusals);
            } catch (IptablesException e) {
                changes.undo(mark, e);
                refusals.add(described(e));
            }
        }
        throw new IptablesException(String.join(" And: ", refusals), null);
    }

    private Applied install(Candidate candidate, List<Rule> rules, Changes changes, List<String> notes)
            throws IptablesException {
        var iptables = candidate.iptables();
        var allNotes = new ArrayList<>(notes);
        allNotes.add(iptables + ": " + candidate.why());
        var what = withComments(candidate, rules, changes, allNotes);
        var other = new Iptables(iptables.family(), iptables.backend().other(), tools);
        if (remove(other, changes)) {
            allNotes.add("our earlier rules in " + other + " are removed: in force twice, shown once");
        }
        return new Applied(iptables.family(), iptables.toString(), what, List.copyOf(allNotes));
    }

    /** Some kernels lack xt_comment. The reasons are for people; packets do well without them. */
    private static What withComments(Candidate candidate, List<Rule> rules, Changes changes, List<String> notes)
            throws IptablesException {
        int mark = changes.mark();
        try {
            return change(candidate, rules, changes);
        } catch (IptablesException withComments) {
            changes.undo(mark, withComments);
            try {
                var bare = rules.stream().map(Rule::withoutWhy).toList();
                var what = change(candidate, bare, changes);
                notes.add("the rules carry no reasons, because with comments " + withComments.getMessage());
                return what;
            } catch (IptablesException withoutComments) {
                withComments.addSuppressed(withoutComments);
                throw withComments;
            }
        }
    }

    private static What change(Candidate candidate, List<Rule> rules, Changes changes) throws IptablesException {
        var text = RestoreText.change(candidate.live(), rules);
        if (text.isEmpty()) {
            return What.UNCHANGED;
        }
        changes.make(candidate.iptables(), candidate.live(), text);
        verify(candidate.iptables(), rules);
        return candidate.live().hasOurs() ? What.REPLACED : What.INSTALLED;
    }

    /** Reads back what the kernel has now: an exit status of 0 proves little (istio#49871). */
    private static void verify(Iptables iptables, List<Rule> rules) throws IptablesException {
        var difference = RestoreText.change(iptables.live(), rules);
        if (!difference.isEmpty()) {
            throw new IptablesException(
                    "%s said yes, but its rules are not those of the plan. Still missing:%n%s"
                            .formatted(iptables, difference),
                    null);
        }
    }

    private Applied clean(Family family) throws IOException {
        var cleaned = new ArrayList<String>();
        var notes = new ArrayList<String>();
        for (var backend : Backend.values()) {
            var iptables = new Iptables(family, backend, tools);
            var changes = new Changes();
            try {
                if (remove(iptables, changes)) {
                    cleaned.add(iptables.toString());
                }
            } catch (IptablesException e) {
                changes.undo(0, e);
                throw new IptablesException("our rules are still there: " + described(e), e);
            }
            unreadable(iptables).ifPresent(notes::add);
        }
        return cleaned.isEmpty()
                ? new Applied(family, "-", What.NOTHING, List.copyOf(notes))
                : new Applied(family, String.join(", ", cleaned), What.REMOVED, List.copyOf(notes));
    }

    /** Takes our rules out of one backend. @return whether there were any; one that the kernel lacks has none */
    private static boolean remove(Iptables iptables, Changes changes) throws IptablesException {
        if (!iptables.isInstalled() || unreadable(iptables).isPresent()) {
            return false;
        }
        var live = iptables.live();
        if (live.hasOurs()) {
            changes.make(iptables, live, RestoreText.change(live, List.of()));
        }
        return live.hasOurs();
    }

    private static Optional<String> unreadable(Iptables iptables) {
        try {
            if (iptables.isInstalled()) {
                iptables.save();
            }
            return Optional.empty();
        } catch (IptablesException e) {
            return Optional.of("no rules can be read, so none of ours are counted there: " + e.getMessage());
        }
    }

    /** A refusal, and what could not even be taken back after it. */
    private static String described(IptablesException e) {
        var text = new StringBuilder(e.getMessage());
        for (var suppressed : e.getSuppressed()) {
            text.append(" (then also: ").append(suppressed.getMessage()).append(')');
        }
        return text.toString();
    }
}

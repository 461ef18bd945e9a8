package mesh.lab.up;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import mesh.lab.topology.Pod;
import mesh.netinit.Capture;
import mesh.netinit.Flow;
import mesh.netinit.Hook;
import mesh.netinit.Rule;
import mesh.netinit.RulePlan;
import mesh.netinit.Table;
import mesh.netinit.Target;
import mesh.netinit.Walk;

/**
 * What the rules of a pod decide about a connection: the walk through netinit's plan that {@code netinit explain}
 * shows, reduced to the rule that wins.
 */
final class RuleHop {
    private static final RulePlan PLAN = RulePlan.of(Capture.defaults());

    private RuleHop() {}

    /** A connection that a user opens in the pod; its group has the same number. */
    static Hop leaving(Pod pod, int uid, InetSocketAddress to) {
        var self = InetAddress.ofLiteral(to.getAddress() instanceof java.net.Inet4Address ? pod.ipv4() : pod.ipv6());
        return hop(pod, Hook.OUTPUT, Flow.Outgoing.of(self, to, uid, uid));
    }

    /** A connection that comes into the pod. */
    static Hop arriving(Pod pod, InetSocketAddress from, InetSocketAddress to) {
        return hop(pod, Hook.PREROUTING, new Flow.Incoming(from, to));
    }

    private static Hop hop(Pod pod, Hook hook, Flow flow) {
        var walk = Walk.of(flow, PLAN);
        var why = walk.steps().stream()
                .filter(step -> step.matches() && decides(step.rule()))
                .map(step -> step.rule().chain() + ": \"" + step.rule().why() + "\"")
                .reduce((earlier, later) -> later)
                .orElse("no rule of ours");
        var then = walk.redirectedTo().map(port -> " → REDIRECT to " + port).orElse(" → passes");
        return Hop.between(pod.name(), "kernel, nat " + hook, why + then);
    }

    /** The policy is in the chains that the hooks jump to; a jump there, and the REDIRECT at the end, only carry it. */
    private static boolean decides(Rule rule) {
        return rule.table() == Table.NAT
                && (rule.chain().equals(RulePlan.OUTBOUND) || rule.chain().equals(RulePlan.INBOUND))
                && !(rule.target() instanceof Target.Redirect);
    }
}

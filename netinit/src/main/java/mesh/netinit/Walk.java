package mesh.netinit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import mesh.linux.AddressText;
import mesh.netinit.Match.Destination;
import mesh.netinit.Match.DestinationPort;
import mesh.netinit.Match.Invalid;
import mesh.netinit.Match.OutInterface;
import mesh.netinit.Match.OwnerGid;
import mesh.netinit.Match.OwnerUid;
import mesh.netinit.Match.Source;
import mesh.netinit.Match.Tcp;
import mesh.netinit.Target.Drop;
import mesh.netinit.Target.Jump;
import mesh.netinit.Target.Queue;
import mesh.netinit.Target.Redirect;
import mesh.netinit.Target.Return;

/**
 * The way of one packet through a plan, rule by rule, as the kernel would go: pure, no root needed.
 *
 * @param steps every rule that was looked at, in order
 * @param decidedBy the rule of ours that settled it; empty when none said anything
 * @param redirectedTo the proxy's port, when the packet is captured
 */
public record Walk(Flow flow, List<Step> steps, Optional<Rule> decidedBy, Optional<Integer> redirectedTo) {
    /**
     * One rule that was looked at.
     *
     * @param hook where the packet was
     * @param because which condition failed; empty when all hold
     */
    public record Step(Hook hook, Rule rule, Optional<String> because) {
        public boolean matches() {
            return because.isEmpty();
        }
    }

    public boolean isCaptured() {
        return redirectedTo.isPresent();
    }

    /** Walks the plan of the flow's family. */
    public static Walk of(Flow flow, RulePlan plan) {
        var walking = new Walking(flow, plan.rules(flow.family()));
        switch (flow) {
            case Flow.Outgoing outgoing -> {
                walking.hook(Table.MANGLE, Hook.OUTPUT);
                walking.hook(Table.NAT, Hook.OUTPUT);
                walking.hook(Table.MANGLE, Hook.POSTROUTING);
                if (outgoing.loopback() || walking.port.isPresent()) { // a redirected packet comes back in through lo
                    walking.hook(Table.MANGLE, Hook.PREROUTING);
                    walking.hook(Table.MANGLE, Hook.INPUT); // nat's PREROUTING is skipped: OUTPUT has settled it
                }
            }
            case Flow.Incoming _ -> {
                walking.hook(Table.MANGLE, Hook.PREROUTING);
                walking.hook(Table.NAT, Hook.PREROUTING);
                walking.hook(Table.MANGLE, Hook.INPUT);
            }
        }
        return new Walk(flow, List.copyOf(walking.steps), walking.decidedBy, walking.port);
    }

    private static final class Walking {
        final List<Step> steps = new ArrayList<>();
        Optional<Rule> decidedBy = Optional.empty();
        Optional<Integer> port = Optional.empty();
        private final Flow flow;
        private final List<Rule> rules;

        Walking(Flow flow, List<Rule> rules) {
            this.flow = flow;
            this.rules = rules;
        }

        void hook(Table table, Hook hook) {
            chain(table, hook, hook.name());
        }

        /** @return whether the packet's way through this hook ends here */
        private boolean chain(Table table, Hook hook, String chain) {
            for (var rule : rules) {
                if (rule.table() != table || !rule.chain().equals(chain)) {
                    continue;
                }
                var because = refusal(rule);
                steps.add(new Step(hook, rule, because));
                if (because.isPresent()) {
                    continue;
                }
                switch (rule.target()) {
                    case Jump(var to) -> {
                        if (chain(table, hook, to)) {
                            decidedBy = chain.startsWith(RulePlan.PREFIX) ? Optional.of(rule) : decidedBy;
                            return true;
                        }
                    }
                    case Return() -> {
                        decidedBy = Optional.of(rule);
                        return false;
                    }
                    case Redirect(int to) -> {
                        decidedBy = Optional.of(rule);
                        port = Optional.of(to);
                        return true;
                    }
                    case Drop _, Queue _ -> {
                        return true;
                    }
                }
            }
            return false;
        }

        private Optional<String> refusal(Rule rule) {
            return rule.matches().stream()
                    .map(this::refusal)
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        /** Why one condition does not hold; empty when it does. */
        private Optional<String> refusal(Match match) {
            return switch (match) {
                case Tcp() -> Optional.empty();
                case Invalid() -> Optional.of("the first packet of a connection is new, not invalid");
                case DestinationPort(var ports) ->
                    unless(
                            ports.contains(flow.to().getPort()),
                            "the port is " + flow.to().getPort());
                case Destination(var block) -> within(block, flow.to().getAddress());
                case Source(var block) -> source(block);
                case OutInterface _ -> outInterface();
                case OwnerUid(var uid) -> owner(uid, Flow.Outgoing::uid, "uid");
                case OwnerGid(var gid) -> owner(gid, Flow.Outgoing::gid, "gid");
            };
        }

        private Optional<String> source(Cidr block) {
            return switch (flow) {
                case Flow.Incoming incoming -> within(block, incoming.from().getAddress());
                case Flow.Outgoing _ -> Optional.of("it starts here");
            };
        }

        private static Optional<String> within(Cidr block, InetAddress address) {
            return unless(block.contains(address), AddressText.of(address) + " is not in " + block);
        }

        private Optional<String> outInterface() {
            return flow instanceof Flow.Outgoing outgoing
                    ? unless(outgoing.loopback(), "its route does not lead through lo")
                    : Optional.of("it comes in");
        }

        private Optional<String> owner(long id, ToLongFunction<Flow.Outgoing> idOf, String what) {
            return flow instanceof Flow.Outgoing outgoing
                    ? unless(idOf.applyAsLong(outgoing) == id, what + " is " + idOf.applyAsLong(outgoing))
                    : Optional.of("it has no owner here");
        }

        private static Optional<String> unless(boolean holds, String because) {
            return holds ? Optional.empty() : Optional.of(because);
        }
    }
}

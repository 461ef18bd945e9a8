package mesh.netinit;

import java.util.ArrayList;
import java.util.List;
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
 * The rules that make a {@link Capture} happen. In each chain the first match wins: the order is the policy.
 *
 * <p>A pod that calls itself: by 127.0.0.1, ::1 or its own address the packet leaves through {@code lo} and stays as it
 * is. By its Service's address it leaves through {@code eth0}, so it is captured like any other call; when the proxy
 * then picks this very pod, its own connection passes by these rules, because its owner is exempt, and reaches the
 * application or the tunnel port of this pod over {@code lo}. Nothing can go round in a circle.
 */
public record RulePlan(List<Rule> ipv4, List<Rule> ipv6) {
    /** Every chain of ours starts like this, and no rule outside of them is ours unless it jumps to one. */
    public static final String PREFIX = "MESH_";

    public static final String OUTBOUND = PREFIX + "OUTBOUND";
    public static final String INBOUND = PREFIX + "INBOUND";
    public static final String REDIRECT_OUTBOUND = PREFIX + "REDIRECT_OUTBOUND";
    public static final String REDIRECT_INBOUND = PREFIX + "REDIRECT_INBOUND";
    public static final String INVALID = PREFIX + "INVALID";
    public static final String QUEUE = PREFIX + "QUEUE";

    public static RulePlan of(Capture capture) {
        return new RulePlan(rules(capture, Family.IPV4), rules(capture, Family.IPV6));
    }

    public List<Rule> rules(Family family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }

    private static List<Rule> rules(Capture capture, Family family) {
        var rules = new ArrayList<Rule>();
        rules.addAll(invalid());
        rules.addAll(queue(capture));
        rules.addAll(outbound(capture, family));
        rules.addAll(inbound(capture, family));
        rules.addAll(redirects(capture.ports()));
        return List.copyOf(rules);
    }

    /**
     * A packet that conntrack cannot place skips nat, so it reaches the pod with an address that no socket here knows,
     * and the kernel resets the connection (kubernetes#74839, istio#36489). Dropped, it is simply sent again.
     */
    private static List<Rule> invalid() {
        return List.of(
                new Rule(
                        Table.MANGLE,
                        Hook.PREROUTING.name(),
                        List.of(new Tcp(), new Invalid()),
                        new Jump(INVALID),
                        "conntrack cannot place it, so nat would not apply to it"),
                new Rule(
                        Table.MANGLE,
                        INVALID,
                        List.of(),
                        new Drop(),
                        "dropped it is sent again, delivered it would reset the connection"));
    }

    /** After {@link #invalid()}: a packet that the program accepts leaves the whole mangle chain. */
    private static List<Rule> queue(Capture capture) {
        var rules = new ArrayList<Rule>();
        capture.queue().ifPresent(queue -> {
            for (var hook : queue.hooks()) {
                rules.add(new Rule(
                        Table.MANGLE, hook.name(), List.of(new Tcp()), new Jump(QUEUE), "packets are watched here"));
            }
            rules.add(new Rule(
                    Table.MANGLE,
                    QUEUE,
                    List.of(),
                    new Queue(queue.number()),
                    "shown to the program at this queue, passed on when there is none"));
        });
        return rules;
    }

    private static List<Rule> outbound(Capture capture, Family family) {
        var chain = new Chain(OUTBOUND);
        chain.from(Hook.OUTPUT, "every outgoing connection is considered");
        var proxy = capture.proxy();
        chain.pass("traffic of the proxy itself leaves", new OwnerUid(proxy.uid()));
        chain.pass("traffic of the proxy group leaves", new OwnerGid(proxy.gid()));
        chain.pass("loopback stays in the pod", new OutInterface("lo"));
        var except = capture.except();
        except.uids().forEach(uid -> chain.pass("this user is excluded", new OwnerUid(uid)));
        except.outboundPorts()
                .forEach(ports -> chain.pass("this outbound port is excluded", new Tcp(), new DestinationPort(ports)));
        blocks(except.outboundCidrs(), family)
                .forEach(block -> chain.pass("this destination is excluded", matches(block, new Destination(block))));
        chain.end(REDIRECT_OUTBOUND, "all else goes to the proxy");
        return chain.rules;
    }

    private static List<Rule> inbound(Capture capture, Family family) {
        var chain = new Chain(INBOUND);
        chain.from(Hook.PREROUTING, "every incoming connection is considered");
        var ports = capture.ports();
        chain.pass("mesh tunnels end in the proxy itself", new Tcp(), port(ports.tunnel()));
        chain.pass("probes and metrics are answered by the proxy", new Tcp(), port(ports.admin()));
        // Not to be reached from outside, whatever is excluded below: the proxy sees that it was itself the original
        // destination and refuses (linkerd2#5764: a proxy that dials itself until memory is gone).
        var refused = "dialled from outside: the proxy sees it was meant itself, and refuses";
        chain.jump(REDIRECT_INBOUND, refused, new Tcp(), port(ports.outbound()));
        chain.jump(REDIRECT_INBOUND, refused, new Tcp(), port(ports.inbound()));
        var except = capture.except();
        except.inboundPorts()
                .forEach(range -> chain.pass("this inbound port is excluded", new Tcp(), new DestinationPort(range)));
        blocks(except.inboundCidrs(), family)
                .forEach(block -> chain.pass("this source is excluded", matches(block, new Source(block))));
        chain.end(REDIRECT_INBOUND, "all else goes to the proxy");
        return chain.rules;
    }

    private static List<Rule> redirects(ProxyPorts ports) {
        return List.of(
                new Rule(
                        Table.NAT,
                        REDIRECT_OUTBOUND,
                        List.of(new Tcp()),
                        new Redirect(ports.outbound()),
                        "to the outbound listener; conntrack keeps the original destination"),
                new Rule(
                        Table.NAT,
                        REDIRECT_INBOUND,
                        List.of(new Tcp()),
                        new Redirect(ports.inbound()),
                        "to the inbound listener; conntrack keeps the original destination"));
    }

    private static List<Cidr> blocks(List<Cidr> all, Family family) {
        return all.stream().filter(block -> block.family() == family).toList();
    }

    /** iptables keeps no match for a block that holds every address; neither do we, so the two compare equal. */
    private static Match[] matches(Cidr block, Match match) {
        return block.isEverything() ? new Match[0] : new Match[] {match};
    }

    private static DestinationPort port(int port) {
        return new DestinationPort(PortRange.of(port));
    }

    /** Writes one chain of the nat table, top to bottom. */
    private record Chain(String name, List<Rule> rules) {
        Chain(String name) {
            this(name, new ArrayList<>());
        }

        void from(Hook hook, String why) {
            rules.add(new Rule(Table.NAT, hook.name(), List.of(new Tcp()), new Jump(name), why));
        }

        void pass(String why, Match... matches) {
            rules.add(new Rule(Table.NAT, name, List.of(matches), new Return(), why));
        }

        void jump(String chain, String why, Match... matches) {
            rules.add(new Rule(Table.NAT, name, List.of(matches), new Jump(chain), why));
        }

        void end(String chain, String why) {
            jump(chain, why);
        }
    }
}

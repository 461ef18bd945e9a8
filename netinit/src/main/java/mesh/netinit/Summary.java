package mesh.netinit;

import java.util.List;
import java.util.stream.Collectors;

/** What was done, for people. */
final class Summary {
    private Summary() {}

    /** A line for each family, and below it what is to be known. */
    static String of(List<Applied> applied) {
        var text = new StringBuilder();
        for (var one : applied) {
            text.append("  %s  %s  %s%n".formatted(one.family(), one.iptables(), one.what()));
            one.notes().forEach(note -> text.append("        ").append(note).append(System.lineSeparator()));
        }
        return text.toString();
    }

    /** What the rules mean. */
    static String of(Capture capture) {
        var ports = capture.ports();
        var proxy = capture.proxy();
        var text = new StringBuilder();
        text.append("  outgoing TCP goes to port %d, incoming TCP to port %d of this pod%n"
                .formatted(ports.outbound(), ports.inbound()));
        text.append("  not captured: uid %d, gid %d (the proxy), loopback, and incoming to %d (tunnel) and %d (admin)%n"
                .formatted(proxy.uid(), proxy.gid(), ports.tunnel(), ports.admin()));
        var except = capture.except();
        append(text, "inbound ports", except.inboundPorts());
        append(text, "outbound ports", except.outboundPorts());
        append(text, "inbound CIDRs", except.inboundCidrs());
        append(text, "outbound CIDRs", except.outboundCidrs());
        append(text, "uids", except.uids());
        capture.queue()
                .ifPresent(queue -> text.append(
                        "  packets are shown at NFQUEUE %d, hooks %s%n".formatted(queue.number(), queue.hooks())));
        return text.toString();
    }

    private static void append(StringBuilder text, String what, List<?> entries) {
        if (!entries.isEmpty()) {
            var list = entries.stream().map(Object::toString).collect(Collectors.joining(", "));
            text.append("  excluded %s: %s%n".formatted(what, list));
        }
    }
}

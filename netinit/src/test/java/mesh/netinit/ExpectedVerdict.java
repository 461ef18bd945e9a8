package mesh.netinit;

import java.util.List;
import java.util.Optional;

/** Whether a connection is captured, said once more without any rules: the policy as one would put it in words. */
final class ExpectedVerdict {
    private ExpectedVerdict() {}

    /** The proxy's port that a connection comes to; empty when it is left alone. */
    static Optional<Integer> of(Capture capture, Flow flow) {
        return switch (flow) {
            case Flow.Outgoing outgoing ->
                leaves(capture, outgoing)
                        ? Optional.empty()
                        : Optional.of(capture.ports().outbound());
            case Flow.Incoming incoming ->
                enters(capture, incoming)
                        ? Optional.empty()
                        : Optional.of(capture.ports().inbound());
        };
    }

    private static boolean leaves(Capture capture, Flow.Outgoing flow) {
        var except = capture.except();
        return flow.uid() == capture.proxy().uid()
                || flow.gid() == capture.proxy().gid()
                || flow.loopback()
                || except.uids().contains(flow.uid())
                || holds(except.outboundPorts(), flow.to().getPort())
                || except.outboundCidrs().stream()
                        .anyMatch(block -> block.contains(flow.to().getAddress()));
    }

    private static boolean enters(Capture capture, Flow.Incoming flow) {
        int port = flow.to().getPort();
        var ports = capture.ports();
        if (port == ports.outbound() || port == ports.inbound()) {
            return false;
        }
        var except = capture.except();
        return port == ports.tunnel()
                || port == ports.admin()
                || holds(except.inboundPorts(), port)
                || except.inboundCidrs().stream()
                        .anyMatch(block -> block.contains(flow.from().getAddress()));
    }

    private static boolean holds(List<PortRange> ranges, int port) {
        return ranges.stream().anyMatch(range -> range.first() <= port && port <= range.last());
    }
}

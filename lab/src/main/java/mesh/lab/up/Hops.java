package mesh.lab.up;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mesh.lab.story.HostAndPort;
import mesh.lab.story.Story;
import mesh.lab.story.Story.Step;
import mesh.lab.topology.Pod;
import mesh.lab.view.Failure;

/**
 * What happens to one connection, in order. The app and the proxies tell when; the kernel does not, so what its rules
 * decide stands behind the moment at which the packet set out.
 */
final class Hops {
    private final Pod caller;
    private final Pod callee;
    private final Story outbound;
    private final Story inbound;

    /** A moment, and what follows from it before the next one. */
    private record Moment(Hop hop, List<Hop> then) {
        long nanos() {
            return hop.nanos().orElseThrow();
        }
    }

    private Hops(Pod caller, Story outbound, Pod callee, Story inbound) {
        this.caller = caller;
        this.outbound = outbound;
        this.callee = callee;
        this.inbound = inbound;
    }

    /** @throws Failure when a proxy told of a pod that is not there */
    static List<Hop> of(FirstConnection connection) throws Failure {
        var outbound = connection.journey().outbound().orElseThrow();
        var inbound = connection.journey().inbound().orElseThrow();
        var topology = connection.topology();
        var hops =
                new Hops(topology.pod(outbound.pod()), outbound.story(), topology.pod(inbound.pod()), inbound.story());
        return hops.inOrder(connection.call());
    }

    private List<Hop> inOrder(FirstConnection.Call call) {
        var moments = new ArrayList<Moment>();
        moments.add(new Moment(
                Hop.at(call.startNanos(), caller.name(), app(caller), "calls " + call.url()),
                List.of(RuleHop.leaving(caller, caller.appUid(), destination(outbound)))));
        outbound.steps().forEach(step -> moments.add(new Moment(proxy(caller, step), afterOutbound(step))));
        inbound.steps().forEach(step -> moments.add(new Moment(proxy(callee, step), afterInbound(step))));
        moments.add(new Moment(
                Hop.at(call.endNanos(), caller.name(), app(caller), "has the answer, status " + call.status()),
                List.of()));
        return moments.stream()
                .sorted(Comparator.comparingLong(Moment::nanos))
                .<Hop>mapMulti((moment, all) -> {
                    all.accept(moment.hop());
                    moment.then().forEach(all);
                })
                .toList();
    }

    /** Once the proxy knows the destination it connects there: out of its own pod, and into the other one. */
    private List<Hop> afterOutbound(Step step) {
        if (!step.event().equals("destined")) {
            return List.of();
        }
        return List.of(
                RuleHop.leaving(caller, Pod.PROXY_UID, destination(outbound)),
                RuleHop.arriving(callee, HostAndPort.parse(inbound.downstream()), destination(inbound)));
    }

    private List<Hop> afterInbound(Step step) {
        return switch (step.event()) {
            case "destined" -> List.of(RuleHop.leaving(callee, Pod.PROXY_UID, destination(inbound)));
            case "firstBytes" ->
                step.text().endsWith("sent")
                        ? List.of(Hop.between(callee.name(), app(callee), "reads the request and answers"))
                        : List.of();
            default -> List.of();
        };
    }

    private static InetSocketAddress destination(Story story) {
        return HostAndPort.parse(story.destination());
    }

    private static Hop proxy(Pod pod, Step step) {
        var text = step.event().equals("destined") ? "asks SO_ORIGINAL_DST: " + step.text() : step.text();
        return Hop.at(step.nanos(), pod.name(), "proxy, uid " + Pod.PROXY_UID, text);
    }

    private static String app(Pod pod) {
        return "app, uid " + pod.appUid();
    }
}

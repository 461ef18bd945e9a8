package mesh.lab.up;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mesh.lab.story.HostAndPort;
import mesh.lab.story.Story;
import mesh.lab.story.Story.Step;
import mesh.lab.topology.Pod;
import mesh.lab.topology.Topology;
import mesh.lab.view.Failure;

/**
 * What happens to one request and to the connections that carry it, in order. The app and the proxies tell when; the kernel does not, so what its rules
 * decide stands behind the moment at which the packet set out.
 */
final class Hops {
    private final Topology topology;
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

    private Hops(Topology topology, Pod caller, Story outbound, Pod callee, Story inbound) {
        this.topology = topology;
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
        var hops = new Hops(
                topology, topology.pod(outbound.pod()), outbound.story(), topology.pod(inbound.pod()), inbound.story());
        return hops.inOrder(connection.call());
    }

    private List<Hop> inOrder(FirstConnection.Call call) {
        var moments = new ArrayList<Moment>();
        moments.add(new Moment(
                Hop.at(call.startNanos(), caller.name(), app(caller), "calls " + call.url()),
                List.of(RuleHop.leaving(caller, caller.appUid(), destination(outbound)))));
        proxy(caller, outbound, setsOut(), List.of(), moments);
        proxy(callee, inbound, reachesTheApp(), List.of(appAnswers()), moments);
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

    /**
     * @param decided what follows when this proxy knows where to go
     * @param connected what follows when it has a connection to there
     */
    private void proxy(Pod pod, Story story, List<Hop> decided, List<Hop> connected, List<Moment> moments) {
        var decides = story.step("detected").or(() -> story.step("destined"));
        var connects = story.step("connected").or(() -> decides);
        for (var step : story.steps()) {
            if (step.isExchange() && step.answeredNanos() != 0) {
                moments.add(new Moment(
                        Hop.at(
                                step.answeredNanos(),
                                pod.name(),
                                proxy(),
                                "head of the answer, status " + step.status()),
                        List.of()));
            }
            var then = new ArrayList<Hop>();
            then.addAll(decides.filter(step::equals).isPresent() ? decided : List.of());
            then.addAll(connects.filter(step::equals).isPresent() ? connected : List.of());
            moments.add(new Moment(Hop.at(step.nanos(), pod.name(), proxy(), text(step, story)), then));
        }
    }

    /** Out of the caller's pod, and into the callee's. A connection that is kept met the rules when it was new. */
    private List<Hop> setsOut() {
        if (outbound.step("connected").isEmpty()) {
            return List.of();
        }
        return List.of(
                RuleHop.leaving(caller, Pod.PROXY_UID, HostAndPort.parse(outbound.upstream())),
                RuleHop.arriving(callee, HostAndPort.parse(inbound.downstream()), destination(inbound)));
    }

    private List<Hop> reachesTheApp() {
        return inbound.step("connected").isEmpty()
                ? List.of()
                : List.of(RuleHop.leaving(callee, Pod.PROXY_UID, destination(inbound)));
    }

    private Hop appAnswers() {
        return Hop.between(callee.name(), app(callee), "reads the request and answers");
    }

    private static InetSocketAddress destination(Story story) {
        return HostAndPort.parse(story.destination());
    }

    private String text(Step step, Story story) {
        if (!step.event().equals("destined")) {
            return step.text();
        }
        var service = topology.service(destination(story).getAddress()).map(one -> ", service " + one.name());
        return "asks SO_ORIGINAL_DST: " + step.text() + service.orElse("");
    }

    private static String proxy() {
        return "proxy, uid " + Pod.PROXY_UID;
    }

    private static String app(Pod pod) {
        return "app, uid " + pod.appUid();
    }
}

package mesh.netinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetSocketAddress;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** What holds for every configuration that the door lets in. */
@Domain(AnyCapture.class)
class RulePlanProperties {
    @Property
    void theProxysOwnTrafficIsNeverCaptured(@ForAll Capture capture, @ForAll Flow.Outgoing any) {
        var plan = RulePlan.of(capture);
        var proxy = capture.proxy();
        assertFalse(Walk.of(new Flow.Outgoing(any.to(), proxy.uid(), any.gid(), any.loopback()), plan)
                .isCaptured());
        assertFalse(Walk.of(new Flow.Outgoing(any.to(), any.uid(), proxy.gid(), any.loopback()), plan)
                .isCaptured());
    }

    @Property
    void loopbackStays(@ForAll Capture capture, @ForAll Flow.Outgoing any) {
        assertFalse(Walk.of(any.through(true), RulePlan.of(capture)).isCaptured());
    }

    @Property
    void theProxysListenersCannotBeReachedAroundTheProxy(@ForAll Capture capture, @ForAll Flow.Incoming any) {
        for (int port : new int[] {capture.ports().outbound(), capture.ports().inbound()}) {
            var to = new InetSocketAddress(any.to().getAddress(), port);
            var walk = Walk.of(new Flow.Incoming(any.from(), to), RulePlan.of(capture));
            assertEquals(Optional.of(capture.ports().inbound()), walk.redirectedTo());
        }
    }

    @Property
    void everyPlanIsReadBackAsItWasWritten(@ForAll Capture capture, @ForAll Family family) {
        var rules = RulePlan.of(capture).rules(family);
        var readBack = LiveRules.parse(RestoreText.of(rules));
        assertEquals("", RestoreText.change(readBack, rules));
        assertEquals(
                rules,
                readBack.ours().stream().map(it -> it.rule().orElseThrow()).toList());
    }

    @Property
    void explainSaysOfOutgoingConnectionsWhatThePolicySays(@ForAll Capture capture, @ForAll Flow.Outgoing flow) {
        assertEquals(
                ExpectedVerdict.of(capture, flow),
                Walk.of(flow, RulePlan.of(capture)).redirectedTo());
    }

    @Property
    void explainSaysOfIncomingConnectionsWhatThePolicySays(@ForAll Capture capture, @ForAll Flow.Incoming flow) {
        assertEquals(
                ExpectedVerdict.of(capture, flow),
                Walk.of(flow, RulePlan.of(capture)).redirectedTo());
    }
}

package mesh.proxy.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.http1.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of Trace Context, level 1, and what goes on to the next hop. */
class TracingTest {
    private static final String PARENT = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void switchedOffItSaysNothing() {
        assertNull(Tracing.off().begin(Requests.get(PARENT)));
    }

    @Test
    void theNextHopHearsOfOurSpanAndOfTheStateOfOthers() {
        var request = Requests.get(PARENT, "tracestate: congo=t61rcWkgMzE");
        var context = Tracing.sampling(0).begin(request);
        assertEquals(
                "GET / HTTP/1.1\r\nHost: b\r\ntraceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-" + context.spanId()
                        + "-01\r\ntracestate: congo=t61rcWkgMzE\r\n\r\n",
                propagated(context, request));
        assertEquals("congo=t61rcWkgMzE", context.state());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                ""
            })
    void whatIsNoTraceBeginsANewOneAndItsStateGoes(String traceparent) {
        var request = Requests.get("traceparent: " + traceparent, "tracestate: congo=t61rcWkgMzE");
        var context = Tracing.sampling(1).begin(request);
        assertNotEquals("4bf92f3577b34da6a3ce929d0e0e4736", context.traceId());
        assertEquals(0, context.parent());
        assertTrue(context.sampled());
        assertEquals(
                "GET / HTTP/1.1\r\nHost: b\r\ntraceparent: " + context.traceparent() + "\r\n\r\n",
                propagated(context, request));
    }

    @Test
    void twoParentsAreNone() {
        var request = Requests.get(PARENT, PARENT);
        var context = Tracing.sampling(0).begin(request);
        assertNotEquals("4bf92f3577b34da6a3ce929d0e0e4736", context.traceId());
        assertEquals(
                "GET / HTTP/1.1\r\nHost: b\r\ntraceparent: " + context.traceparent() + "\r\n\r\n",
                propagated(context, request));
    }

    @Test
    void aLaterVersionIsReadForWhatWeKnowOfIt() {
        var later = "traceparent: cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-09-what-comes";
        var context = Tracing.sampling(0).begin(Requests.get(later));
        assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", context.traceId());
        assertTrue(context.sampled());
        assertTrue(context.traceparent().startsWith("00-"), "we speak version 00");
        assertTrue(context.traceparent().endsWith("-01"), "flags that we do not know are 0");
    }

    @Test
    void stateMayStandOnSeveralLines() {
        var request = Requests.get(PARENT, "tracestate: a=1", "tracestate: b@c=2, ,d/e=3");
        assertEquals("a=1,b@c=2,d/e=3", Tracing.sampling(0).begin(request).state());
    }

    @Test
    void stateThatBreaksTheRulesIsDroppedAndTheTraceStays() {
        var tooMany = IntStream.rangeClosed(1, 33).mapToObj(i -> "k" + i + "=1").collect(Collectors.joining(","));
        for (var bad : new String[] {"A=1", "a", "a=1,a=2", "a=", "a=1=2", "a@B=1", "1=1", tooMany}) {
            assertEquals(Optional.empty(), TraceState.parse(bad), bad);
        }
        var request = Requests.get(PARENT, "tracestate: A=1");
        var context = Tracing.sampling(0).begin(request);
        assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", context.traceId());
        assertFalse(propagated(context, request).contains("tracestate"));
    }

    @Test
    void chanceKeepsItsFractionOfTheTracesThatBeginHere() {
        var random = new java.util.Random(1);
        var tracing = Tracing.sampling(0.25, random::nextLong);
        long kept = IntStream.range(0, 10_000)
                .filter(_ -> tracing.begin(Requests.get()).sampled())
                .count();
        assertTrue(kept > 2300 && kept < 2700, kept + " of 10000");
        assertTrue(IntStream.range(0, 100)
                .noneMatch(_ -> Tracing.sampling(0).begin(Requests.get()).sampled()));
    }

    private static String propagated(TraceContext context, RequestHead request) {
        var edits = HeadEdits.of(request);
        context.propagate(edits);
        return Requests.render(edits);
    }
}

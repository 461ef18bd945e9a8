package mesh.proxy.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import mesh.proxy.http1.Slice;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class TraceContextProperties {
    /** The rule once more, as the specification's ABNF has it. */
    private static final Pattern RULE = Pattern.compile(
            "(?:00-HEX{32}-HEX{16}-HEX{2}|(?!00|ff)HEX{2}-HEX{32}-HEX{16}-HEX{2}(?:-.*)?)".replace("HEX", "[0-9a-f]"));

    private static final String VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Property
    void whatWeWriteIsReadAsWhatItWas(@ForAll long high, @ForAll long low, @ForAll long span, @ForAll boolean sampled) {
        var context = new TraceContext(high, low == 0 ? 1 : low, span == 0 ? 1 : span, 0, sampled, "");
        var read = TraceParent.parse(Slice.of(context.traceparent())).orElseThrow();
        assertEquals(new TraceParent(high, context.traceLow(), context.span(), sampled), read);
    }

    @Property(tries = 3000)
    void oneOtherCharacterIsReadExactlyIfTheRuleAllowsIt(
            @ForAll @IntRange(max = 54) int at, @ForAll @CharRange(from = ' ', to = '~') char other) {
        var changed = new StringBuilder(VALID);
        changed.setCharAt(at, other);
        assertEquals(
                RULE.matcher(changed).matches(),
                TraceParent.parse(Slice.of(changed.toString())).isPresent(),
                changed.toString());
    }

    @Property
    void anyOtherLengthIsReadExactlyIfTheRuleAllowsIt(
            @ForAll @IntRange(max = 55) int length,
            @ForAll boolean later,
            @ForAll @StringLength(max = 5) @CharRange(from = '-', to = '9') String more) {
        var text = (later ? "cc" + VALID.substring(2) : VALID).substring(0, length) + more;
        assertEquals(
                RULE.matcher(text).matches(), TraceParent.parse(Slice.of(text)).isPresent(), text);
    }

    @Property
    void noiseIsNoTrace(@ForAll byte[] noise) {
        assertTrue(TraceParent.parse(new Slice(noise, 0, noise.length)).isEmpty());
    }

    @Property(tries = 200)
    void aChildStaysInItsTraceWithASpanOfItsOwn(@ForAll long seed, @ForAll boolean sampled) {
        var random = new Random(seed);
        var tracing = Tracing.sampling(0.5, random::nextLong);
        var header = VALID.substring(0, 53) + (sampled ? "01" : "00");
        var child = tracing.begin(Requests.get("traceparent: " + header));
        assertEquals(VALID.substring(3, 35), child.traceId());
        assertEquals(0x00f067aa0ba902b7L, child.parent());
        assertEquals(sampled, child.sampled(), "the sender decides, not chance");
        assertNotEquals(child.parent(), child.span());
    }
}

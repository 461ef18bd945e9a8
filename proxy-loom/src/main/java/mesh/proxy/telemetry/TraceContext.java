package mesh.proxy.telemetry;

import java.util.HexFormat;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.http1.HeaderName;

/**
 * Which trace one exchange belongs to, and its own span there.
 *
 * @param traceHigh the first 8 bytes of the trace's id
 * @param traceLow the last 8
 * @param span this exchange's id, which the next hop takes for its parent
 * @param parent the id of the span that sent the request here; 0: this exchange is the first of its trace
 * @param sampled whether its span is exported, here and, as far as we can ask for it, at every later hop
 * @param state what other tracing systems keep in {@code tracestate}; null when it is to be forgotten
 * @see <a href="https://www.w3.org/TR/trace-context-1/">W3C Trace Context, level 1</a>
 */
public record TraceContext(long traceHigh, long traceLow, long span, long parent, boolean sampled, String state) {
    static final HeaderName TRACEPARENT = HeaderName.of("traceparent");
    static final HeaderName TRACESTATE = HeaderName.of("tracestate");

    private static final HexFormat HEX = HexFormat.of();

    /** Tells the next hop, in the request that is about to be forwarded. */
    public void propagate(HeadEdits request) {
        request.set(TRACEPARENT, traceparent());
        if (state == null) {
            request.remove(TRACESTATE);
        }
    }

    /** The header's value. Other flags than "sampled" are not known to level 1, and so are 0. */
    public String traceparent() {
        return "00-" + traceId() + "-" + spanId() + (sampled ? "-01" : "-00");
    }

    /** 32 hexadecimal digits. */
    public String traceId() {
        return HEX.toHexDigits(traceHigh) + HEX.toHexDigits(traceLow);
    }

    /** 16 hexadecimal digits. */
    public String spanId() {
        return HEX.toHexDigits(span);
    }
}

package mesh.proxy.telemetry;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import mesh.proxy.http1.Fields;
import mesh.proxy.http1.HeaderName;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.Slice;

/**
 * Decides which trace a request belongs to, and whether its span is kept: as its sender decided, and for a request
 * that brings no trace, by chance.
 */
public final class Tracing {
    private static final Tracing OFF = new Tracing(0, () -> 0);

    private final double fraction;
    private final LongSupplier random;

    private Tracing(double fraction, LongSupplier random) {
        this.fraction = fraction;
        this.random = random;
    }

    /** The headers of others pass unchanged. */
    public static Tracing off() {
        return OFF;
    }

    /** @param fraction of the traces that begin here which are kept, 0 to 1 */
    public static Tracing sampling(double fraction) {
        return sampling(fraction, () -> ThreadLocalRandom.current().nextLong());
    }

    static Tracing sampling(double fraction, LongSupplier random) {
        return new Tracing(fraction, random);
    }

    /** The context of the exchange that this request begins; null when tracing is off. */
    public TraceContext begin(RequestHead request) {
        if (this == OFF) {
            return null;
        }
        return parent(request.fields())
                .map(parent -> child(parent, request.fields()))
                .orElseGet(this::root);
    }

    /** One that is there twice says nothing. */
    private static Optional<TraceParent> parent(Fields fields) {
        int field = fields.find(TraceContext.TRACEPARENT);
        boolean alone = field >= 0 && fields.find(TraceContext.TRACEPARENT, field + 1) < 0;
        return alone ? TraceParent.parse(fields.value(field)) : Optional.empty();
    }

    private TraceContext child(TraceParent parent, Fields fields) {
        var state = joined(fields, TraceContext.TRACESTATE);
        return new TraceContext(
                parent.traceHigh(),
                parent.traceLow(),
                id(),
                parent.parent(),
                parent.sampled(),
                state.isEmpty() ? "" : TraceState.parse(state).orElse(null));
    }

    /** A new trace; what others kept in {@code tracestate} belongs to one that we cannot read. */
    private TraceContext root() {
        long traceLow = id();
        return new TraceContext(random.getAsLong(), traceLow, id(), 0, isSampled(traceLow), null);
    }

    /** By the trace's id alone, so that others who keep the same fraction keep the same traces. */
    private boolean isSampled(long traceLow) {
        return (traceLow & Long.MAX_VALUE) < fraction * Long.MAX_VALUE || fraction == 1;
    }

    /** Not 0, which means "none". */
    private long id() {
        long id;
        do {
            id = random.getAsLong();
        } while (id == 0);
        return id;
    }

    /** All lines with this name as one value: RFC 9110, section 5.3. */
    private static String joined(Fields fields, HeaderName name) {
        int field = fields.find(name);
        if (field < 0) {
            return "";
        }
        Slice first = fields.value(field);
        int next = fields.find(name, field + 1);
        if (next < 0) {
            return first.toString();
        }
        var all = new StringBuilder(first.toString());
        for (; next >= 0; next = fields.find(name, next + 1)) {
            all.append(',').append(fields.value(next));
        }
        return all.toString();
    }
}

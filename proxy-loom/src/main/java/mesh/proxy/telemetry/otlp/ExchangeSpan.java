package mesh.proxy.telemetry.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.TraceContext;

/**
 * One exchange as OpenTelemetry's exporter wants it. It is made from an event of the past, and its ids were told to the
 * next hop long before: so it is a value, and none of the SDK's spans, which choose their ids and times themselves.
 */
record ExchangeSpan(
        HopEvent.Exchanged event,
        SpanContext getSpanContext,
        SpanContext getParentSpanContext,
        Attributes getAttributes,
        StatusData getStatus,
        Resource getResource,
        long epochOffsetNanos)
        implements SpanData {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("diy-service-mesh");

    /** @param epochOffsetNanos from {@link System#nanoTime()} to nanoseconds since 1970 */
    static ExchangeSpan of(HopEvent.Exchanged event, Resource resource, long epochOffsetNanos) {
        var trace = event.exchange().trace();
        return new ExchangeSpan(
                event,
                SpanContext.create(trace.traceId(), trace.spanId(), flags(trace), state(trace)),
                parent(trace),
                SpanAttributes.of(event),
                SpanAttributes.status(event),
                resource,
                epochOffsetNanos);
    }

    private static SpanContext parent(TraceContext trace) {
        return trace.parent() == 0
                ? SpanContext.getInvalid()
                : SpanContext.createFromRemoteParent(
                        trace.traceId(), SpanId.fromLong(trace.parent()), flags(trace), state(trace));
    }

    private static TraceFlags flags(TraceContext trace) {
        return trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
    }

    private static TraceState state(TraceContext trace) {
        if (trace.state() == null || trace.state().isEmpty()) {
            return TraceState.getDefault();
        }
        var state = TraceState.builder();
        for (var member : List.of(trace.state().split(",")).reversed()) { // the builder puts each before the last
            int equals = member.indexOf('=');
            state.put(member.substring(0, equals), member.substring(equals + 1));
        }
        return state.build();
    }

    @Override
    public String getName() {
        return SpanAttributes.name(event.exchange());
    }

    @Override
    public SpanKind getKind() {
        return event.direction() == Direction.OUTBOUND ? SpanKind.CLIENT : SpanKind.SERVER;
    }

    @Override
    public long getStartEpochNanos() {
        return event.exchange().startedNanos() + epochOffsetNanos;
    }

    @Override
    public long getEndEpochNanos() {
        return event.nanos() + epochOffsetNanos;
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public List<LinkData> getLinks() {
        return List.of();
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public int getTotalRecordedLinks() {
        return 0;
    }

    @Override
    public int getTotalAttributeCount() {
        return getAttributes.size();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    @Override
    @Deprecated
    @SuppressWarnings({"deprecation", "InlineMeSuggester"}) // the interface asks for it still; nobody calls it
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.empty();
    }
}

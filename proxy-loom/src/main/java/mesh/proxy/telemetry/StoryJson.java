package mesh.proxy.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetSocketAddress;
import mesh.linux.AddressText;
import mesh.proxy.detect.Detection;

/** Stories and events as JSON: one line of the access log, or a whole story with all its steps. */
public final class StoryJson {
    private StoryJson() {}

    /** Writes a story as one object with its steps. Fields that are not known are null. */
    public static void whole(JsonGenerator json, Story story) throws IOException {
        json.writeStartObject();
        json.writeNumberField("seq", story.seq());
        summary(json, story);
        json.writeArrayFieldStart("steps");
        for (var event : story.events()) {
            json.writeStartObject();
            json.writeNumberField("nanos", event.nanos());
            json.writeStringField("event", name(event));
            json.writeStringField("text", text(event));
            if (event instanceof HopEvent.Exchanged exchanged) {
                ExchangeJson.moments(json, exchanged.exchange());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("stepsLeftOut", story.leftOut());
        json.writeEndObject();
    }

    /** Writes the fields that sum a story up, into the object that is open. */
    static void summary(JsonGenerator json, Story story) throws IOException {
        var end = story.end();
        json.writeNumberField("connection", story.events().getFirst().connection());
        json.writeStringField(
                "direction", story.direction().map(HopEvent.Direction::label).orElse(null));
        address(
                json,
                "downstream",
                story.accepted().map(HopEvent.Accepted::downstream).orElse(null));
        address(json, "local", story.accepted().map(HopEvent.Accepted::local).orElse(null));
        address(
                json,
                "destination",
                story.destined().map(HopEvent.Destined::destination).orElse(null));
        address(
                json,
                "upstreamLocal",
                story.connected().map(HopEvent.Connected::upstreamLocal).orElse(null));
        address(
                json,
                "upstream",
                story.connected().map(HopEvent.Connected::upstream).orElse(null));
        json.writeStringField(
                "outcome", end.map(closed -> closed.outcome().label()).orElse("open"));
        json.writeStringField("why", end.map(HopEvent.Closed::why).orElse(""));
        json.writeNumberField("sentBytes", end.map(HopEvent.Closed::sentBytes).orElse(0L));
        json.writeNumberField(
                "receivedBytes", end.map(HopEvent.Closed::receivedBytes).orElse(0L));
        json.writeNumberField("micros", story.nanos() / 1000);
        json.writeNumberField("requests", story.exchanges());
    }

    static String name(HopEvent event) {
        return switch (event) {
            case HopEvent.Accepted _ -> "accepted";
            case HopEvent.Destined _ -> "destined";
            case HopEvent.Refused _ -> "refused";
            case HopEvent.Connected _ -> "connected";
            case HopEvent.ConnectFailed _ -> "connectFailed";
            case HopEvent.Detected _ -> "detected";
            case HopEvent.Exchanged _ -> "exchanged";
            case HopEvent.FirstBytes _ -> "firstBytes";
            case HopEvent.HalfClosed _ -> "halfClosed";
            case HopEvent.Moved _ -> "moved";
            case HopEvent.Closed _ -> "closed";
            case HopEvent.NoPipe _ -> "noPipe";
            case HopEvent.AcceptBackoff _ -> "acceptBackoff";
            case HopEvent.ListenerBroke _ -> "listenerBroke";
            case HopEvent.CarrierStalled _ -> "carrierStalled";
        };
    }

    static String text(HopEvent event) {
        return switch (event) {
            case HopEvent.Accepted e ->
                "accepted from %s on %s".formatted(AddressText.of(e.downstream()), AddressText.of(e.local()));
            case HopEvent.Destined e -> "original destination %s".formatted(AddressText.of(e.destination()));
            case HopEvent.Refused e -> "refused: " + e.why();
            case HopEvent.Connected e ->
                "connected to %s from %s".formatted(AddressText.of(e.upstream()), AddressText.of(e.upstreamLocal()));
            case HopEvent.ConnectFailed e -> e.why();
            case HopEvent.Detected e -> detection(e);
            case HopEvent.Exchanged e -> ExchangeJson.text(e);
            case HopEvent.FirstBytes e ->
                "first %d bytes %s".formatted(e.bytes(), e.way() == HopEvent.Way.SENT ? "sent" : "received");
            case HopEvent.HalfClosed e ->
                "%s finished after %d bytes"
                        .formatted(e.way() == HopEvent.Way.SENT ? "downstream" : "upstream", e.bytes());
            case HopEvent.Moved e -> "%d bytes moved".formatted(e.bytes());
            case HopEvent.Closed e ->
                "closed, %s: %d bytes sent, %d received%s"
                        .formatted(
                                e.outcome().label(),
                                e.sentBytes(),
                                e.receivedBytes(),
                                e.why().isEmpty() ? "" : " (" + e.why() + ")");
            case HopEvent.NoPipe e -> "bulk goes through buffers: " + e.why();
            case HopEvent.AcceptBackoff e ->
                "the %s listener waits before it accepts again: %s"
                        .formatted(e.direction().label(), e.reason());
            case HopEvent.ListenerBroke e ->
                "the %s listener accepts no more, so the proxy is not ready; restart it: %s"
                        .formatted(e.direction().label(), e.why());
            case HopEvent.CarrierStalled e ->
                "%s is held for over %d ms by one piece of work: %s"
                        .formatted(e.carrier(), e.atLeastMillis(), e.stack());
        };
    }

    private static String detection(HopEvent.Detected event) {
        var protocol = protocol(event.protocol());
        return switch (event.basis()) {
            case BYTES -> "looks like " + protocol;
            case DECLARED -> "is declared to be " + protocol;
            case PORT -> "is taken for " + protocol + ": on this port servers speak first";
            case SILENCE -> "the client says nothing, so the server may be the one to speak first";
            case TIMEOUT -> "the client stopped before its protocol could be told";
        };
    }

    private static String protocol(Detection detection) {
        return switch (detection) {
            case Detection.Http1() -> "HTTP/1";
            case Detection.Http2() -> "HTTP/2";
            case Detection.Tls(var hello) ->
                "TLS" + hello.serverName().map(name -> " for " + name).orElse("");
            case Detection.Opaque() -> "no protocol that is known here";
            case Detection.NeedsMore() -> "several protocols still";
        };
    }

    static void address(JsonGenerator json, String field, InetSocketAddress address) throws IOException {
        json.writeStringField(
                field, address == null ? null : AddressText.of(address)); // null is written as JSON's null
    }
}

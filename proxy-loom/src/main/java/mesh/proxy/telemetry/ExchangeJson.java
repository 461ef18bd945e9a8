package mesh.proxy.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import mesh.linux.AddressText;

/** One exchange as fields of a log line, and as a sentence. */
final class ExchangeJson {
    private ExchangeJson() {}

    /** Writes all that is known, into the object that is open; what is not known is null. */
    static void fields(JsonGenerator json, HopEvent.Exchanged event) throws IOException {
        var exchange = event.exchange();
        json.writeNumberField("connection", event.connection());
        json.writeStringField("direction", event.direction().label());
        json.writeStringField("method", exchange.method());
        json.writeStringField("path", exchange.path());
        json.writeStringField("authority", exchange.authority());
        json.writeStringField("protocol", exchange.protocol());
        json.writeNumberField("status", exchange.status());
        json.writeStringField("outcome", RequestOutcome.of(exchange).label());
        json.writeStringField("why", exchange.why());
        where(json, exchange);
        json.writeNumberField("tries", exchange.tries());
        json.writeNumberField("requestBytes", exchange.requestBytes());
        json.writeNumberField("responseBytes", exchange.responseBytes());
        json.writeNumberField("micros", micros(event.nanos() - exchange.startedNanos()));
        if (exchange.answeredNanos() == 0) {
            json.writeNullField("answeredMicros");
        } else {
            json.writeNumberField("answeredMicros", micros(exchange.answeredNanos() - exchange.startedNanos()));
        }
        json.writeStringField(
                "trace", exchange.trace() == null ? null : exchange.trace().traceId());
    }

    /** Writes what joins two proxies' views of one request, into the object of its step: the step itself is its end. */
    static void moments(JsonGenerator json, Exchange exchange) throws IOException {
        json.writeStringField("request", exchange.method() + " " + exchange.path());
        json.writeNumberField("startedNanos", exchange.startedNanos());
        json.writeNumberField("answeredNanos", exchange.answeredNanos());
        json.writeNumberField("status", exchange.status());
        StoryJson.address(json, "upstream", exchange.upstream());
    }

    private static void where(JsonGenerator json, Exchange exchange) throws IOException {
        var endpoint = exchange.endpoint();
        json.writeStringField("source", orNull(exchange.sourceWorkload()));
        json.writeStringField(
                "service",
                exchange.service() == null
                        ? null
                        : exchange.service().namespace() + "/"
                                + exchange.service().name());
        json.writeStringField("route", orNull(exchange.route()));
        StoryJson.address(json, "upstream", exchange.upstream());
        json.writeStringField("pod", endpoint == null ? null : orNull(endpoint.pod()));
        json.writeStringField("workload", endpoint == null ? null : orNull(endpoint.workload()));
        json.writeStringField("version", endpoint == null ? null : orNull(endpoint.appVersion()));
    }

    /** {@code GET /hello of app-b: 200 from app-b v1 10.77.0.3:8080 in 1.2 ms}. */
    static String text(HopEvent.Exchanged event) {
        var exchange = event.exchange();
        return "%s: %s%s in %s ms%s%s"
                .formatted(
                        asked(exchange),
                        exchange.status() == 0 ? "no answer" : String.valueOf(exchange.status()),
                        answerer(exchange),
                        String.format(Locale.ROOT, "%.1f", (event.nanos() - exchange.startedNanos()) / 1e6),
                        exchange.tries() > 1 ? ", " + exchange.tries() + " tries" : "",
                        exchange.why().isEmpty() ? "" : " (" + exchange.why() + ")");
    }

    private static String asked(Exchange exchange) {
        if (exchange.method().isEmpty()) {
            return "a request that could not be read";
        }
        var of = exchange.authority().isEmpty() ? "" : " of " + exchange.authority();
        return exchange.method() + " " + exchange.path() + of;
    }

    private static String answerer(Exchange exchange) {
        if (exchange.ours()) {
            return " by the proxy itself";
        }
        if (exchange.upstream() == null) {
            return "";
        }
        var endpoint = exchange.endpoint();
        var name = endpoint == null ? "" : (endpoint.workload() + " " + endpoint.appVersion()).strip() + " ";
        return " from " + name + AddressText.of(exchange.upstream());
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static long micros(long nanos) {
        return nanos / 1000;
    }
}

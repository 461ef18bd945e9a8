package mesh.proxy.telemetry.otlp;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.net.InetSocketAddress;
import java.util.Set;
import mesh.proxy.telemetry.Exchange;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;

/**
 * What a span says of an exchange, in the words that OpenTelemetry has for HTTP; ours begin with {@code diymesh}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic conventions for HTTP spans</a>
 */
final class SpanAttributes {
    private static final AttributeKey<String> METHOD = stringKey("http.request.method");
    private static final AttributeKey<String> METHOD_ORIGINAL = stringKey("http.request.method_original");
    private static final AttributeKey<Long> STATUS_CODE = longKey("http.response.status_code");
    private static final AttributeKey<Long> RESEND_COUNT = longKey("http.request.resend_count");
    private static final AttributeKey<Long> REQUEST_SIZE = longKey("http.request.body.size");
    private static final AttributeKey<Long> RESPONSE_SIZE = longKey("http.response.body.size");
    private static final AttributeKey<String> SCHEME = stringKey("url.scheme");
    private static final AttributeKey<String> PATH = stringKey("url.path");
    private static final AttributeKey<String> FULL = stringKey("url.full");
    private static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");
    private static final AttributeKey<Long> SERVER_PORT = longKey("server.port");
    private static final AttributeKey<String> PEER_ADDRESS = stringKey("network.peer.address");
    private static final AttributeKey<Long> PEER_PORT = longKey("network.peer.port");
    private static final AttributeKey<String> PROTOCOL_VERSION = stringKey("network.protocol.version");
    private static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
    private static final AttributeKey<String> SOURCE = stringKey("diymesh.source.workload");
    private static final AttributeKey<String> SERVICE = stringKey("diymesh.destination.service");
    private static final AttributeKey<String> WORKLOAD = stringKey("diymesh.destination.workload");
    private static final AttributeKey<String> VERSION = stringKey("diymesh.destination.version");
    private static final AttributeKey<String> ROUTE = stringKey("diymesh.route");

    /** RFC 9110 and RFC 5789; all others are one, so that no client makes names up. */
    private static final Set<String> METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

    private static final long HTTP_PORT = 80;

    private SpanAttributes() {}

    /** The method alone: the route of the app, which would follow it, is not known to a proxy. */
    static String name(Exchange exchange) {
        return METHODS.contains(exchange.method()) ? exchange.method() : "HTTP";
    }

    static Attributes of(HopEvent.Exchanged event) {
        var exchange = event.exchange();
        var attributes = Attributes.builder();
        request(attributes, exchange);
        server(attributes, exchange.authority());
        switch (event.direction()) {
            case OUTBOUND -> client(attributes, exchange);
            case INBOUND -> attributes.put(SCHEME, "http").put(PATH, exchange.path());
        }
        if (exchange.status() != 0) {
            attributes.put(STATUS_CODE, (long) exchange.status()).put(RESPONSE_SIZE, exchange.responseBytes());
        }
        if (isError(event)) {
            attributes.put(ERROR_TYPE, errorType(exchange));
        }
        mesh(attributes, exchange);
        return attributes.build();
    }

    /** The server's fault, or for its client any answer that is none: as the conventions say. */
    static StatusData status(HopEvent.Exchanged event) {
        return isError(event)
                ? StatusData.create(StatusCode.ERROR, event.exchange().why())
                : StatusData.unset();
    }

    private static void request(AttributesBuilder attributes, Exchange exchange) {
        if (METHODS.contains(exchange.method())) {
            attributes.put(METHOD, exchange.method());
        } else {
            attributes.put(METHOD, "_OTHER").put(METHOD_ORIGINAL, exchange.method());
        }
        var protocol = exchange.protocol();
        attributes.put(PROTOCOL_VERSION, protocol.substring(protocol.indexOf('/') + 1));
        attributes.put(REQUEST_SIZE, exchange.requestBytes());
    }

    private static void client(AttributesBuilder attributes, Exchange exchange) {
        attributes.put(FULL, "http://" + exchange.authority() + exchange.path());
        if (exchange.upstream() != null) {
            peer(attributes, exchange.upstream());
        }
        if (exchange.tries() > 1) {
            attributes.put(RESEND_COUNT, exchange.tries() - 1L);
        }
    }

    private static void peer(AttributesBuilder attributes, InetSocketAddress upstream) {
        attributes.put(PEER_ADDRESS, upstream.getAddress().getHostAddress()).put(PEER_PORT, (long) upstream.getPort());
    }

    private static void server(AttributesBuilder attributes, String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']')
                && authority.substring(colon + 1).matches("\\d{1,5}");
        attributes
                .put(SERVER_ADDRESS, hasPort ? authority.substring(0, colon) : authority)
                .put(SERVER_PORT, hasPort ? Long.parseLong(authority.substring(colon + 1)) : HTTP_PORT);
    }

    private static void mesh(AttributesBuilder attributes, Exchange exchange) {
        known(attributes, SOURCE, exchange.sourceWorkload());
        known(attributes, ROUTE, exchange.route());
        if (exchange.service() != null) {
            attributes.put(
                    SERVICE,
                    exchange.service().namespace() + "/" + exchange.service().name());
        }
        if (exchange.endpoint() != null) {
            known(attributes, WORKLOAD, exchange.endpoint().workload());
            known(attributes, VERSION, exchange.endpoint().appVersion());
        }
    }

    private static void known(AttributesBuilder attributes, AttributeKey<String> key, String value) {
        if (!value.isEmpty()) {
            attributes.put(key, value);
        }
    }

    private static boolean isError(HopEvent.Exchanged event) {
        var exchange = event.exchange();
        boolean broken = !exchange.why().isEmpty() && !exchange.ours();
        int firstError = event.direction() == Direction.OUTBOUND ? 400 : 500;
        return exchange.status() == 0 || exchange.status() >= firstError || broken;
    }

    private static String errorType(Exchange exchange) {
        if (exchange.status() >= 400) {
            return String.valueOf(exchange.status());
        }
        return exchange.status() == 0 ? "unanswered" : "broken_off";
    }
}

package mesh.proxy.http;

import java.net.InetSocketAddress;
import mesh.proxy.cluster.Endpoint;
import mesh.proxy.cluster.ServiceName;
import mesh.proxy.http1.Refusal;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.Slice;
import mesh.proxy.telemetry.Exchange;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.TraceContext;
import mesh.proxy.upstream.Chosen;

/** What becomes known of one exchange while it runs, for the event that tells it. */
final class Notes {
    private static final String PROTOCOL = "http/1.1";
    private static final int MOST_CHARS = 600;

    private final HttpConnection connection;
    private final RequestHead request;
    private final long startedNanos;
    int status;
    boolean ours;
    String why = "";
    ServiceName service;
    String route = "";
    InetSocketAddress upstream;
    Endpoint endpoint;
    int tries;
    long requestBytes;
    long responseBytes;
    long answeredNanos;
    TraceContext trace;

    Notes(HttpConnection connection, RequestHead request, long startedNanos) {
        this.connection = connection;
        this.request = request;
        this.startedNanos = startedNanos;
    }

    void chosen(Chosen chosen) {
        upstream = chosen.address();
        endpoint = chosen.endpoint();
        tries++;
        answeredNanos = 0;
    }

    void answered(int answeredStatus) {
        status = answeredStatus;
        answeredNanos = System.nanoTime();
    }

    long startedNanos() {
        return startedNanos;
    }

    HopEvent event() {
        var authority = request.authority();
        return event(new Exchange(
                method(request),
                text(request.path()),
                authority == null ? "" : text(authority),
                PROTOCOL,
                status,
                ours,
                why,
                service,
                route,
                upstream,
                endpoint,
                connection.source(),
                tries,
                requestBytes,
                responseBytes,
                startedNanos,
                answeredNanos,
                trace));
    }

    private HopEvent event(Exchange exchange) {
        return new HopEvent.Exchanged(connection.id(), System.nanoTime(), connection.direction(), exchange);
    }

    /** A request that could not even be read. */
    static HopEvent refused(HttpConnection connection, Refusal refusal, long startedNanos) {
        var exchange = new Exchange(
                "",
                "",
                "",
                PROTOCOL,
                refusal.status(),
                true,
                refusal.text(),
                null,
                "",
                null,
                null,
                "",
                0,
                0,
                0,
                startedNanos,
                0,
                null);
        return new HopEvent.Exchanged(connection.id(), System.nanoTime(), connection.direction(), exchange);
    }

    /** Enough for telemetry, which cuts it; a path may have 8 KiB. */
    private static String text(Slice slice) {
        return slice.length() <= MOST_CHARS
                ? slice.toString()
                : slice.part(0, MOST_CHARS).toString();
    }

    private static String method(RequestHead request) {
        Slice method = request.method();
        return method.is("GET") ? "GET" : method.is("POST") ? "POST" : method.toString();
    }
}

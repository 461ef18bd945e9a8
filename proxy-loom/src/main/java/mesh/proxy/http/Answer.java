package mesh.proxy.http;

import java.io.IOException;
import mesh.proxy.http1.BodyFraming;
import mesh.proxy.http1.BodyReader;
import mesh.proxy.http1.ChunkedBody;
import mesh.proxy.http1.Forwarding;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.http1.Persistence;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.ResponseHead;
import mesh.proxy.relay.Relay;
import mesh.proxy.route.FilterSet;

/** Passes an upstream's answer on to the client. */
final class Answer {
    private final HttpExchange exchange;
    private final HttpConnection connection;
    private final RequestHead request;
    private final Lane lane;
    private final Notes notes;
    private final Attempt attempt;
    private final ResponseHead response;
    private final FilterSet filters;
    private final Patience patience;

    Answer(HttpExchange exchange, Attempt attempt, ResponseHead response, FilterSet filters, Patience patience) {
        this.exchange = exchange;
        this.connection = exchange.connection();
        this.request = exchange.request();
        this.lane = connection.lane();
        this.notes = exchange.notes();
        this.attempt = attempt;
        this.response = response;
        this.filters = filters;
        this.patience = patience;
    }

    Forwarder.Next passOn() throws IOException, InterruptedException {
        return switch (BodyFraming.ofResponse(response, request, Forwarding.passesUpgrade(request))) {
            case BodyFraming.OfResponse.Refused(var refusal) -> {
                attempt.giveUp();
                yield Forwarder.Next.keepIf(exchange.answer(refusal));
            }
            case BodyFraming.OfResponse.Framed(var framing) when framing instanceof BodyFraming.Tunnel -> tunnel();
            case BodyFraming.OfResponse.Framed(var framing)
            when Forwarding.unchunks(response, request) -> unchunked(framing);
            case BodyFraming.OfResponse.Framed(var framing) -> message(framing);
        };
    }

    private Forwarder.Next message(BodyFraming framing) throws IOException, InterruptedException {
        boolean more = attempt.isSent() && !connection.isEnding() && Persistence.after(request, framing);
        var head = Forwarding.response(response, request, more);
        filters.response(head);
        var body = new Body(
                BodyReader.of(framing, lane.http().limits()), attempt.upstream().arrivals(), patience);
        boolean complete = false;
        try {
            send(head, body);
            complete = true;
        } catch (UpstreamException | BrokenMessageException e) {
            brokeOff(e);
            return Forwarder.Next.CLOSE;
        } finally {
            notes.responseBytes = body.bytes();
            connection.received(response.length() + body.bytes());
            attempt.finish(response, framing, complete && body.ended());
        }
        if (!more && !attempt.isSent()) {
            connection.linger();
        }
        return Forwarder.Next.keepIf(more);
    }

    private Forwarder.Next unchunked(BodyFraming framing) throws IOException, InterruptedException {
        var reader =
                (ChunkedBody) BodyReader.of(BodyFraming.CHUNKED, lane.http().limits());
        var body = new Unchunked(reader, attempt.upstream().arrivals(), patience);
        boolean withBody = framing instanceof BodyFraming.Chunked; // none to HEAD, say
        try {
            writeHead(Forwarding.response(response, request, false));
            if (withBody) {
                body.moveTo(connection.downstream().connection());
            }
        } catch (UpstreamException | BrokenMessageException e) {
            brokeOff(e);
        } finally {
            notes.responseBytes = body.bytes();
            connection.received(response.length() + body.bytes());
            attempt.finish(response, framing, !withBody || reader.ended());
        }
        return Forwarder.Next.CLOSE;
    }

    private void writeHead(HeadEdits head) throws DownstreamException {
        filters.response(head);
        try {
            lane.heads().write(head, null, 0, connection.downstream().connection(), patience.idleNanos());
        } catch (IOException e) {
            throw new DownstreamException(e);
        }
    }

    /** The client must not take a part for the whole. */
    private void brokeOff(IOException e) {
        notes.why = "its answer broke off: " + e.getMessage();
        connection.resetDownstream();
    }

    private void send(HeadEdits head, Body body) throws IOException {
        var arrivals = attempt.upstream().arrivals();
        var downstream = connection.downstream().connection();
        int count = body.arrived();
        try {
            lane.heads().write(head, arrivals.bytes(), count, downstream, patience.idleNanos());
        } catch (IOException e) {
            throw new DownstreamException(e);
        }
        arrivals.settle();
        body.moveTo(downstream, Side.UPSTREAM, Side.DOWNSTREAM);
    }

    /** 101, or an answered CONNECT: from now on bytes of any kind go both ways. */
    private Forwarder.Next tunnel() throws IOException, InterruptedException {
        try {
            writeHead(Forwarding.response(response, request, true));
            var relay = new Relay(
                    connection.id(),
                    connection.direction(),
                    connection.downstream(),
                    attempt.upstream().arrivals(),
                    lane.carrier(),
                    lane.timeouts(),
                    lane.events());
            connection.tunneled(relay.run());
        } finally {
            attempt.upstream().close();
        }
        return Forwarder.Next.CLOSE;
    }
}

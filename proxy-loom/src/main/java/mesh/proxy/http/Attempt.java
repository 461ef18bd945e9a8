package mesh.proxy.http;

import java.io.EOFException;
import java.io.IOException;
import mesh.proxy.http1.BodyFraming;
import mesh.proxy.http1.Forwarding;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.http1.Parsed;
import mesh.proxy.http1.Persistence;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.ResponseHead;
import mesh.proxy.http1.ResponseParser;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.upstream.Upstream;

/** One try of one request: sends it on one upstream connection, and reads the head of the answer. */
final class Attempt {
    private final HttpConnection connection;
    private final RequestHead request;
    private final Body body;
    private final Upstream upstream;
    private final Patience patience;
    private final Lane lane;
    private final ResponseParser parser;
    private RequestBody rest;
    private boolean answering;

    /** @param body of the request; nothing of it may have been sent before */
    Attempt(HttpConnection connection, RequestHead request, Body body, Upstream upstream, Patience patience) {
        this.connection = connection;
        this.request = request;
        this.body = body;
        this.upstream = upstream;
        this.patience = patience;
        this.lane = connection.lane();
        this.parser = new ResponseParser(lane.http().limits());
    }

    /**
     * The final answer's head; interim ones were passed on.
     *
     * @throws UpstreamException when there is none; {@link #answering()} says whether it had begun
     * @throws BrokenMessageException when the client's body, or what the server says, is not HTTP
     */
    ResponseHead ask(HeadEdits head) throws IOException {
        try {
            send(head);
            return answer();
        } catch (UpstreamException e) {
            var downstreamFailure = rest == null ? null : rest.downstreamFailure();
            throw downstreamFailure == null ? e : downstreamFailure;
        }
    }

    private void send(HeadEdits head) throws IOException {
        int count = body.arrived();
        try {
            var downstream = connection.downstream();
            lane.heads().write(head, downstream.bytes(), count, upstream.connection(), patience.idleNanos());
            downstream.settle();
        } catch (IOException e) {
            throw new UpstreamException(e);
        }
        if (body.ended()) {
            connection.keepNoMoreThanNeeded(request);
        } else {
            rest = RequestBody.start(body, upstream, connection.downstream().connection(), lane.carrier());
        }
    }

    private ResponseHead answer() throws IOException {
        while (true) {
            var head = nextHead();
            if (!head.isInterim()) {
                return head;
            }
            if (Forwarding.takesInterim(request)) {
                passOn(head);
            }
        }
    }

    private void passOn(ResponseHead interim) throws DownstreamException {
        try {
            var head = Forwarding.response(interim, request, true);
            lane.heads().write(head, null, 0, connection.downstream().connection(), patience.idleNanos());
        } catch (IOException e) {
            throw new DownstreamException(e);
        }
    }

    private ResponseHead nextHead() throws IOException {
        var arrivals = upstream.arrivals();
        while (true) {
            if (await(arrivals)) {
                answering = true;
                var parsed = parser.parse(arrivals.bytes());
                arrivals.settle();
                switch (parsed) {
                    case Parsed.NeedsMore<ResponseHead>() -> {}
                    case Parsed.Complete<ResponseHead>(var head) -> {
                        return head;
                    }
                    case Parsed.Refused<ResponseHead>(var refusal) -> throw new BrokenMessageException(refusal);
                }
            }
        }
    }

    private boolean await(Arrivals arrivals) throws UpstreamException {
        try {
            return switch (arrivals.await(patience.until())) {
                case BYTES -> true;
                case NOTHING -> false;
                case END ->
                    throw new EOFException(
                            answering ? "it closed the connection within its answer" : "it closed the connection");
            };
        } catch (IOException e) {
            throw new UpstreamException(e);
        }
    }

    /** Whether a byte of an answer has come. */
    boolean answering() {
        return answering;
    }

    /** Whether the request was sent whole. */
    boolean isSent() {
        return rest == null || rest.isComplete();
    }

    Upstream upstream() {
        return upstream;
    }

    /** What is left is of no use: stops sending, and breaks the upstream connection off. */
    void giveUp() throws InterruptedException {
        upstream.reset();
        if (rest != null) {
            rest.end();
        }
        upstream.close();
    }

    /** The answer was passed on: keeps the connection if it can carry another exchange. */
    void finish(ResponseHead response, BodyFraming framing, boolean complete) throws InterruptedException {
        boolean sent = isSent();
        if (rest != null) {
            rest.end();
        }
        boolean more = complete && sent && Persistence.after(response, framing);
        if (more && upstream.arrivals().isEmpty()) {
            lane.upstreams().give(upstream);
        } else {
            upstream.close();
        }
    }
}

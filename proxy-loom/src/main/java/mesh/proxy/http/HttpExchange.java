package mesh.proxy.http;

import java.io.IOException;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.http1.BodyFraming;
import mesh.proxy.http1.BodyReader;
import mesh.proxy.http1.OwnAnswer;
import mesh.proxy.http1.Persistence;
import mesh.proxy.http1.Refusal;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.loom.Readiness;
import mesh.proxy.route.Decision;
import mesh.proxy.route.Destination;
import mesh.proxy.route.FilterSet;
import mesh.proxy.upstream.Targets;
import mesh.proxy.upstream.Upstream;

/** One request, from its head to the end of its answer: decides where it goes, and tells what became of it. */
final class HttpExchange {
    private final HttpConnection connection;
    private final RequestHead request;
    private final Lane lane;
    private final Notes notes;
    private final Patience patience;
    private final Body body;
    private volatile Upstream upstream;

    HttpExchange(HttpConnection connection, RequestHead request, long startedNanos) {
        this.connection = connection;
        this.request = request;
        this.lane = connection.lane();
        this.notes = new Notes(connection, request, startedNanos);
        this.patience = new Patience(lane.timeouts().idle().toNanos(), Readiness.NEVER);
        var reader = BodyReader.of(request.framing(), lane.http().limits());
        this.body = new Body(reader, connection.downstream(), patience);
    }

    /** @return whether the client's connection can carry another exchange */
    boolean run() throws IOException, InterruptedException {
        try {
            return decide();
        } catch (DownstreamException e) {
            notes.why = "the client broke off: " + e.getMessage();
            throw e;
        } finally {
            notes.requestBytes = body.bytes();
            connection.sent(body.bytes());
            lane.events().emit(notes.event());
        }
    }

    private boolean decide() throws IOException, InterruptedException {
        notes.trace = lane.tracing().begin(request);
        var destination = lane.directory().get().at(connection.original());
        if (destination.service() != null) {
            notes.service = destination.service().name();
        }
        boolean choice = destination.service() != null && destination.pod() == null;
        return choice ? byRoute(destination) : toAddress(destination);
    }

    /** There is nothing to choose: an address of no service, or exactly one pod. */
    private boolean toAddress(Destination destination) throws IOException, InterruptedException {
        return new Forwarder(this, Targets.direct(destination), FilterSet.NONE, patience, null).run();
    }

    private boolean byRoute(Destination destination) throws IOException, InterruptedException {
        return switch (destination.service().decide(request, lane.random())) {
            case Decision.Answer(int status, String why) -> answer(status, why);
            case Decision.Redirect(int status, String location) -> redirect(status, location);
            case Decision.Forward forward -> {
                notes.route = forward.route();
                if (!forward.mirrors().isEmpty()) {
                    Mirror.start(forward, request, connection.host(), lane);
                }
                var whole = forward.requestTimeout();
                var within = whole == null ? patience : patience.within(notes.startedNanos(), whole.toNanos());
                var targets = Targets.of(forward.cluster(), lane.balancer());
                var forwarder =
                        new Forwarder(this, targets, forward.filters(), within, forward.backendRequestTimeout());
                yield limited(forward.cluster(), forwarder);
            }
        };
    }

    private boolean limited(Cluster cluster, Forwarder forwarder) throws IOException, InterruptedException {
        if (!cluster.inFlight().begin()) {
            return answer(
                    503,
                    "%s has %d requests in flight from here, as many as its TrafficPolicy allows"
                            .formatted(cluster, cluster.inFlight().limit()));
        }
        try {
            cluster.budget().requested();
            return forwarder.run();
        } finally {
            cluster.inFlight().end();
        }
    }

    /** Answers ourselves, and says whether the connection goes on. */
    boolean answer(int status, String why) throws IOException {
        return answer(OwnAnswer.of(status, why), why);
    }

    boolean answer(Refusal refusal) throws IOException {
        return answer(OwnAnswer.to(refusal), refusal.text());
    }

    private boolean redirect(int status, String location) throws IOException {
        return answer(OwnAnswer.of(status, "see Location").location(location), "");
    }

    private boolean answer(OwnAnswer answer, String why) throws IOException {
        boolean more = !answer.isLast()
                && !connection.isEnding()
                && request.framing() instanceof BodyFraming.None
                && Persistence.wantedBy(request);
        notes.status = answer.status();
        notes.ours = true;
        notes.why = why;
        connection.write(answer.bytes(request, more));
        if (!more) {
            connection.linger();
        }
        return more;
    }

    /** Breaks off; from the connection's carrier. */
    void abort() {
        var current = upstream;
        if (current != null) {
            current.reset();
        }
    }

    /** Whom it is with now; null: nobody. */
    void with(Upstream current) {
        upstream = current;
    }

    HttpConnection connection() {
        return connection;
    }

    RequestHead request() {
        return request;
    }

    Body body() {
        return body;
    }

    Notes notes() {
        return notes;
    }
}

package mesh.proxy.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import mesh.linux.AddressText;
import mesh.proxy.http1.Forwarding;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.ResponseHead;
import mesh.proxy.route.FilterSet;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.upstream.Chosen;
import mesh.proxy.upstream.ConnectException;
import mesh.proxy.upstream.Targets;
import mesh.proxy.upstream.Upstream;

/** Tries upstreams until one answers, and has its answer passed on. */
final class Forwarder {
    /** What follows a try. */
    enum Next {
        /** Another try. */
        AGAIN,
        /** The client's connection can carry another exchange. */
        KEEP,
        /** It cannot. */
        CLOSE;

        static Next keepIf(boolean more) {
            return more ? KEEP : CLOSE;
        }
    }

    private final HttpExchange exchange;
    private final HttpConnection connection;
    private final RequestHead request;
    private final Lane lane;
    private final Notes notes;
    private final Targets targets;
    private final FilterSet filters;
    private final Patience patience;
    private final Duration tryTimeout;
    private final Retries retries;
    private boolean onNewConnection;

    /** @param tryTimeout for each try; null: none */
    Forwarder(HttpExchange exchange, Targets targets, FilterSet filters, Patience patience, Duration tryTimeout) {
        this.exchange = exchange;
        this.connection = exchange.connection();
        this.request = exchange.request();
        this.lane = connection.lane();
        this.notes = exchange.notes();
        this.targets = targets;
        this.filters = filters;
        this.patience = patience;
        this.tryTimeout = tryTimeout;
        this.retries = new Retries(request);
    }

    /** @return whether the client's connection can carry another exchange */
    boolean run() throws IOException, InterruptedException {
        var head = head();
        var next = Next.AGAIN;
        while (next == Next.AGAIN) {
            var chosen = targets.choose();
            next = chosen == null ? nobody() : tryOnce(chosen, head);
        }
        return next == Next.KEEP;
    }

    private HeadEdits head() {
        var head = Forwarding.request(request, connection.host());
        filters.request(head, request);
        if (notes.trace != null) {
            notes.trace.propagate(head);
        }
        return head;
    }

    private Next nobody() throws IOException {
        return Next.keepIf(exchange.answer(503, "no endpoint of " + targets.text() + " is ready"));
    }

    private Next tryOnce(Chosen chosen, HeadEdits head) throws IOException, InterruptedException {
        notes.chosen(chosen);
        chosen.started();
        long began = System.nanoTime();
        boolean failed = true;
        try {
            var upstream = connect(chosen);
            exchange.with(upstream);
            var attempt = new Attempt(connection, request, exchange.body(), upstream, forOneTry(began));
            var next = ask(attempt, chosen, head);
            failed =
                    notes.status >= 500 || (next == Next.AGAIN && !onNewConnection); // an idle race is nobody's failure
            return next;
        } catch (ConnectException e) {
            return unreachable(chosen, e);
        } finally {
            exchange.with(null);
            chosen.finished((notes.answeredNanos == 0 ? System.nanoTime() : notes.answeredNanos) - began, failed);
        }
    }

    private Patience forOneTry(long began) {
        return tryTimeout == null ? patience : patience.within(began, tryTimeout.toNanos());
    }

    private Upstream connect(Chosen chosen) throws IOException {
        var upstream = onNewConnection
                ? lane.upstreams().open(chosen.address())
                : lane.upstreams().take(chosen.address());
        onNewConnection = false;
        if (!upstream.isReused()) {
            lane.events()
                    .emit(new HopEvent.Connected(
                            connection.id(),
                            System.nanoTime(),
                            upstream.local(),
                            upstream.address(),
                            upstream.connectNanos()));
        }
        return upstream;
    }

    private Next unreachable(Chosen chosen, ConnectException e) throws IOException {
        lane.events()
                .emit(new HopEvent.ConnectFailed(connection.id(), System.nanoTime(), chosen.address(), e.getMessage()));
        if (targets.hasOthers() && retries.afterFailedConnect()) {
            targets.avoid(chosen);
            return Next.AGAIN;
        }
        return Next.keepIf(exchange.answer(503, e.getMessage()));
    }

    private Next ask(Attempt attempt, Chosen chosen, HeadEdits head) throws IOException, InterruptedException {
        ResponseHead response;
        try {
            response = attempt.ask(head);
            notes.answered(response.status());
        } catch (UpstreamException e) {
            attempt.giveUp();
            return unanswered(attempt, chosen, e);
        } catch (BrokenMessageException e) {
            attempt.giveUp();
            return Next.keepIf(exchange.answer(e.refusal()));
        } catch (DownstreamException e) {
            attempt.giveUp();
            notes.status = 0;
            throw e;
        }
        if (response.status() == 503 && again(chosen)) {
            attempt.giveUp();
            return Next.AGAIN;
        }
        return new Answer(exchange, attempt, response, filters, patience).passOn();
    }

    private Next unanswered(Attempt attempt, Chosen chosen, UpstreamException e) throws IOException {
        if (attempt.upstream().isReused() && !attempt.answering() && retries.afterIdleRace()) {
            onNewConnection = true;
            return Next.AGAIN;
        }
        if (!attempt.answering() && again(chosen)) {
            return Next.AGAIN;
        }
        boolean late = e.getCause() instanceof SocketTimeoutException;
        return Next.keepIf(exchange.answer(
                late ? 504 : 502,
                "no answer from " + AddressText.of(chosen.address()) + ": "
                        + (late ? "it took too long" : e.getMessage())));
    }

    /** Whether to try elsewhere what failed here. */
    private boolean again(Chosen chosen) {
        boolean again = targets.hasOthers() && retries.afterFailure() && targets.payRetry();
        if (again) {
            targets.avoid(chosen);
        }
        return again;
    }
}

package mesh.proxy.listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Optional;
import mesh.linux.AddressText;
import mesh.linux.InterceptionException;
import mesh.linux.OriginalDestination;
import mesh.proxy.http.HttpConnection;
import mesh.proxy.http.Lane;
import mesh.proxy.loom.Readiness;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.relay.Connection;
import mesh.proxy.relay.Ended;
import mesh.proxy.relay.Timeouts;
import mesh.proxy.route.Destination;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvent.Outcome;
import mesh.proxy.upstream.ConnectException;

/** One redirected connection, from accept to close, on one virtual thread (and a second for its way back). */
final class InterceptedConnection implements Runnable {
    private final long id;
    private final Direction direction;
    private final Connection downstream;
    private final Lane lane;
    private final Interception interception;
    private volatile Runnable abort = () -> {};

    InterceptedConnection(Direction direction, Connection downstream, Lane lane, Interception interception) {
        this.id = interception.ids().incrementAndGet();
        this.direction = direction;
        this.downstream = downstream;
        this.lane = lane;
        this.interception = interception;
    }

    Direction direction() {
        return direction;
    }

    @Override
    public void run() {
        try {
            closed(serveToTheEnd());
        } catch (RuntimeException e) {
            closed(new Ended(0, 0, Outcome.RESET, "an error of the proxy: " + e));
            throw e; // with its stack, to the log
        } finally {
            interception.open().closed(this);
            interception.limit().release(direction);
        }
    }

    private Ended serveToTheEnd() {
        try (downstream) {
            var local = downstream.local();
            lane.events().emit(new HopEvent.Accepted(id, System.nanoTime(), direction, downstream.remote(), local));
            return serve(local);
        } catch (IOException e) {
            return new Ended(0, 0, Outcome.RESET, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts these threads; if somebody does, they end
            return new Ended(0, 0, Outcome.DRAINED, "interrupted");
        }
    }

    private Ended serve(InetSocketAddress local) throws IOException, InterruptedException {
        InetSocketAddress destination;
        try {
            destination = destination(local);
        } catch (InterceptionException e) {
            return refuse(e.getMessage());
        }
        lane.events().emit(new HopEvent.Destined(id, System.nanoTime(), destination));
        var objection = objection(destination);
        return objection.isPresent() ? refuse(objection.get()) : relay(destination);
    }

    /** Why relaying to {@code destination} would come back to this proxy, again and again, until something runs out. */
    private Optional<String> objection(InetSocketAddress destination) throws IOException {
        if (interception.guard().isOurselves(destination)) {
            return Optional.of("""
                    its destination %s is this proxy itself: it was dialled directly and not redirected. \
                    Dial the service instead; --forward-to HOST:PORT gives such connections a place to go.""".formatted(AddressText.of(destination)));
        }
        if (interception.own().isOurs(downstream.remote(), destination)) {
            return Optional.of("""
                    this proxy itself opened it, to %s: its own traffic is redirected to it. \
                    Run the proxy as the user whom netinit exempts (--proxy-uid, 1337).""".formatted(AddressText.of(destination)));
        }
        return Optional.empty();
    }

    /** Where the client was heading before a rule brought it here; a connection that came by itself goes elsewhere. */
    private InetSocketAddress destination(InetSocketAddress local) throws IOException {
        var forwardTo = interception.forwardTo();
        try {
            var destination = OriginalDestination.of(downstream.channel()).address();
            return destination.equals(local) ? forwardTo.orElse(destination) : destination;
        } catch (InterceptionException e) {
            if (forwardTo.isPresent()) {
                return forwardTo.get();
            }
            throw e;
        }
    }

    private Ended relay(InetSocketAddress original) throws IOException, InterruptedException {
        try (var arrivals = new Arrivals(downstream, lane.carrier().buffers())) {
            var destination = lane.directory().get().at(original);
            var words = new FirstWords(id, lane.events(), lane.http().clientSilence());
            return switch (words.of(destination, arrivals)) {
                case HTTP1 -> http(original, arrivals);
                case OTHER -> opaque(destination, arrivals);
                case NOTHING_YET -> whoeverSpeaksFirst(destination, arrivals, words);
            };
        }
    }

    private Ended http(InetSocketAddress original, Arrivals arrivals) throws InterruptedException {
        var http = new HttpConnection(
                id,
                direction,
                original,
                arrivals,
                lane,
                () -> interception.open().isEnding(direction));
        abort = http::abort;
        return http.run();
    }

    private Ended opaque(Destination destination, Arrivals arrivals) throws IOException, InterruptedException {
        var relay = new OpaqueRelay(id, direction, arrivals, destination, lane);
        abort = () -> relay.abort(Outcome.DRAINED);
        try {
            return relay.run(relay.connect());
        } catch (ConnectException e) {
            return unreachable(e);
        }
    }

    private Ended whoeverSpeaksFirst(Destination destination, Arrivals arrivals, FirstWords words)
            throws IOException, InterruptedException {
        var relay = new OpaqueRelay(id, direction, arrivals, destination, lane);
        OpaqueRelay.Connected connected;
        try {
            connected = relay.connect();
        } catch (ConnectException e) {
            return unreachable(e);
        }
        FirstWords.Speaks speaks;
        try {
            speaks = firstToSpeak(arrivals, connected, words);
        } catch (SocketTimeoutException e) {
            relay.giveUp(connected);
            downstream.reset();
            var idle = Timeouts.text(lane.timeouts().idle());
            return new Ended(0, 0, Outcome.TIMED_OUT, "idle: nothing moved for " + idle);
        } catch (IOException e) {
            relay.giveUp(connected);
            throw e;
        }
        if (speaks == FirstWords.Speaks.HTTP1) {
            relay.handOn(connected);
            return http(destination.original(), arrivals);
        }
        abort = () -> relay.abort(Outcome.DRAINED);
        return relay.run(connected);
    }

    private FirstWords.Speaks firstToSpeak(Arrivals arrivals, OpaqueRelay.Connected connected, FirstWords words)
            throws IOException, InterruptedException {
        boolean server = Silence.brokenByServer(
                arrivals,
                connected.upstream().arrivals(),
                lane.carrier(),
                lane.timeouts().idle().toNanos());
        return server ? words.serverFirst() : words.listen(arrivals, Readiness.NEVER);
    }

    private Ended unreachable(ConnectException e) throws IOException {
        downstream.reset();
        return new Ended(0, 0, Outcome.CONNECT_FAILED, e.getMessage());
    }

    private Ended refuse(String why) throws IOException {
        lane.events().emit(new HopEvent.Refused(id, System.nanoTime(), why));
        downstream.reset();
        return new Ended(0, 0, Outcome.REFUSED, why);
    }

    private void closed(Ended ended) {
        lane.events()
                .emit(new HopEvent.Closed(
                        id,
                        System.nanoTime(),
                        direction,
                        ended.sentBytes(),
                        ended.receivedBytes(),
                        ended.outcome(),
                        ended.why()));
    }

    /** Whoever waits for a request that may never come looks whether the connection should end. From any thread. */
    void nudge() {
        lane.carrier().execute(downstream::nudge);
    }

    /** The drain deadline has passed: both sides are reset. From any thread. */
    void drained() {
        lane.carrier().execute(() -> {
            abort.run();
            resetDownstream();
        });
    }

    private void resetDownstream() {
        try {
            downstream.reset();
        } catch (IOException e) {
            // It was broken already; its own thread says so when it ends.
        }
    }
}

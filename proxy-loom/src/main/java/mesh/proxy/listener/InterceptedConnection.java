package mesh.proxy.listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Optional;
import mesh.linux.AddressText;
import mesh.linux.InterceptionException;
import mesh.linux.OriginalDestination;
import mesh.proxy.loom.Carrier;
import mesh.proxy.relay.Connection;
import mesh.proxy.relay.Ended;
import mesh.proxy.relay.Relay;
import mesh.proxy.relay.Timeouts;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvent.Outcome;
import mesh.proxy.telemetry.HopEvents;

/** One redirected connection, from accept to close, on one virtual thread (and a second for its way back). */
final class InterceptedConnection implements Runnable {
    private final long id;
    private final Direction direction;
    private final Connection downstream;
    private final Carrier carrier;
    private final HopEvents events;
    private final Interception interception;
    private volatile Relay relay;

    InterceptedConnection(
            Direction direction, Connection downstream, Carrier carrier, HopEvents events, Interception interception) {
        this.id = interception.ids().incrementAndGet();
        this.direction = direction;
        this.downstream = downstream;
        this.carrier = carrier;
        this.events = events;
        this.interception = interception;
    }

    Direction direction() {
        return direction;
    }

    @Override
    public void run() {
        try {
            closed(serveToTheEnd());
        } finally {
            interception.open().closed(this);
            interception.limit().release(direction);
        }
    }

    private Ended serveToTheEnd() {
        try (downstream) {
            var local = downstream.local();
            events.emit(new HopEvent.Accepted(id, System.nanoTime(), direction, downstream.remote(), local));
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
        events.emit(new HopEvent.Destined(id, System.nanoTime(), destination));
        var objection = objection(destination);
        return objection.isPresent() ? refuse(objection.get()) : connectAndRelay(destination);
    }

    /** Why relaying to {@code destination} would come back to this proxy, again and again, until something runs out. */
    private Optional<String> objection(InetSocketAddress destination) throws IOException {
        if (interception.guard().isOurselves(destination)) {
            return Optional.of("""
                    its destination %s is this proxy itself: it was dialled directly and not redirected. \
                    Dial the service instead; --forward-to HOST:PORT gives such connections a place to go.""".formatted(AddressText.of(destination)));
        }
        if (interception.open().isOurs(downstream.remote(), destination)) {
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

    private Ended connectAndRelay(InetSocketAddress destination) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        try (var upstream = connect(destination)) {
            long now = System.nanoTime();
            events.emit(new HopEvent.Connected(id, now, upstream.local(), upstream.remote(), now - asked));
            return relay(upstream, upstream.local(), destination);
        } catch (ConnectException e) {
            events.emit(new HopEvent.ConnectFailed(id, System.nanoTime(), destination, e.getMessage()));
            downstream.reset();
            return new Ended(0, 0, Outcome.CONNECT_FAILED, e.getMessage());
        }
    }

    private Ended relay(Connection upstream, InetSocketAddress local, InetSocketAddress destination)
            throws InterruptedException {
        interception.open().connected(local, destination);
        try {
            relay = new Relay(id, direction, downstream, upstream, carrier, interception.timeouts(), events);
            return relay.run();
        } finally {
            interception.open().disconnected(local, destination);
        }
    }

    private Connection connect(InetSocketAddress destination) throws ConnectException {
        var timeouts = interception.timeouts();
        try {
            return Connection.connect(destination, carrier, timeouts.connect(), timeouts.deadPeer());
        } catch (SocketTimeoutException e) {
            throw new ConnectException(
                    "no answer from %s within %s"
                            .formatted(AddressText.of(destination), Timeouts.text(timeouts.connect())),
                    e);
        } catch (IOException e) {
            throw new ConnectException(
                    "cannot connect to %s: %s".formatted(AddressText.of(destination), e.getMessage()), e);
        }
    }

    private Ended refuse(String why) throws IOException {
        events.emit(new HopEvent.Refused(id, System.nanoTime(), why));
        downstream.reset();
        return new Ended(0, 0, Outcome.REFUSED, why);
    }

    private void closed(Ended ended) {
        events.emit(new HopEvent.Closed(
                id,
                System.nanoTime(),
                direction,
                ended.sentBytes(),
                ended.receivedBytes(),
                ended.outcome(),
                ended.why()));
    }

    /** The drain deadline has passed: both sides are reset. From any thread. */
    void drained() {
        carrier.execute(() -> {
            var relaying = relay;
            if (relaying != null) {
                relaying.abort(Outcome.DRAINED);
            } else {
                resetDownstream();
            }
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

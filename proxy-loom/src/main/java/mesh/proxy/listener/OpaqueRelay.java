package mesh.proxy.listener;

import mesh.proxy.cluster.InFlight;
import mesh.proxy.http.Lane;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.relay.Ended;
import mesh.proxy.relay.Relay;
import mesh.proxy.route.Destination;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvent.Outcome;
import mesh.proxy.upstream.Chosen;
import mesh.proxy.upstream.ConnectException;
import mesh.proxy.upstream.Targets;
import mesh.proxy.upstream.Upstream;

/** A connection whose bytes we do not read: chooses an endpoint when it begins, and stays with it. */
final class OpaqueRelay {
    /** Endpoints that are tried at most, when connecting fails. */
    private static final int MOST_TRIES = 3;

    private final long id;
    private final Direction direction;
    private final Arrivals downstream;
    private final Lane lane;
    private final Targets targets;
    private final InFlight inFlight;
    private volatile Relay relay;

    OpaqueRelay(long id, Direction direction, Arrivals downstream, Destination destination, Lane lane) {
        this.id = id;
        this.direction = direction;
        this.downstream = downstream;
        this.lane = lane;
        boolean choice = destination.service() != null && destination.pod() == null;
        this.targets =
                choice ? Targets.of(destination.service().cluster(), lane.balancer()) : Targets.direct(destination);
        this.inFlight = choice ? destination.service().cluster().inFlight() : InFlight.UNLIMITED;
    }

    /** An upstream, and whom it is. */
    record Connected(Chosen chosen, Upstream upstream) {}

    /** @throws ConnectException when none of those that were tried answers, or there are too many already */
    Connected connect() throws ConnectException {
        if (!inFlight.begin()) {
            throw new ConnectException(
                    "%s has %d connections from here, as many as its TrafficPolicy allows"
                            .formatted(targets.text(), inFlight.limit()),
                    null);
        }
        try {
            return tryAll();
        } catch (ConnectException | RuntimeException e) {
            inFlight.end();
            throw e;
        }
    }

    private Connected tryAll() throws ConnectException {
        for (int tries = 1; ; tries++) {
            var chosen = targets.choose();
            if (chosen == null) {
                throw new ConnectException("no endpoint of " + targets.text() + " is ready", null);
            }
            try {
                return connect(chosen);
            } catch (ConnectException e) {
                lane.events().emit(new HopEvent.ConnectFailed(id, System.nanoTime(), chosen.address(), e.getMessage()));
                if (tries == MOST_TRIES || !targets.hasOthers()) {
                    throw e;
                }
                targets.avoid(chosen);
            }
        }
    }

    private Connected connect(Chosen chosen) throws ConnectException {
        chosen.started();
        try {
            var upstream = lane.upstreams().open(chosen.address());
            lane.events()
                    .emit(new HopEvent.Connected(
                            id, System.nanoTime(), upstream.local(), upstream.address(), upstream.connectNanos()));
            return new Connected(chosen, upstream);
        } catch (ConnectException e) {
            chosen.finished(lane.timeouts().connect().toNanos(), true);
            throw e;
        }
    }

    /** Moves bytes to the end, and closes the upstream. */
    Ended run(Connected connected) throws InterruptedException {
        var upstream = connected.upstream();
        boolean failed = true;
        try (upstream) {
            relay = new Relay(
                    id, direction, downstream, upstream.arrivals(), lane.carrier(), lane.timeouts(), lane.events());
            var ended = relay.run();
            failed = ended.outcome() != Outcome.ENDED;
            return ended;
        } finally {
            ended(connected, failed);
        }
    }

    /** Nothing is relayed: it broke before anybody spoke. */
    void giveUp(Connected connected) {
        connected.upstream().reset();
        connected.upstream().close();
        ended(connected, true);
    }

    /** Nothing is relayed: the client speaks HTTP after all, and the connection waits for a request. */
    void handOn(Connected connected) {
        lane.upstreams().give(connected.upstream());
        ended(connected, false);
    }

    private void ended(Connected connected, boolean failed) {
        connected.chosen().finished(connected.upstream().connectNanos(), failed);
        inFlight.end();
    }

    /** Resets both sides; from the connection's carrier. */
    void abort(Outcome outcome) {
        var relaying = relay;
        if (relaying != null) {
            relaying.abort(outcome);
        }
    }
}

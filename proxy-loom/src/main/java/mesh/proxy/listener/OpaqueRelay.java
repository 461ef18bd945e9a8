package mesh.proxy.listener;

import java.io.IOException;
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
    private volatile Relay relay;

    OpaqueRelay(long id, Direction direction, Arrivals downstream, Destination destination, Lane lane) {
        this.id = id;
        this.direction = direction;
        this.downstream = downstream;
        this.lane = lane;
        this.targets = destination.service() == null || destination.pod() != null
                ? Targets.direct(destination)
                : Targets.of(destination.service().cluster(), lane.balancer());
    }

    /** An upstream, and whom it is. */
    record Connected(Chosen chosen, Upstream upstream) {}

    /** @throws ConnectException when none of those that were tried answers */
    Connected connect() throws ConnectException, IOException {
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
            connected.chosen().finished(upstream.connectNanos(), failed);
        }
    }

    /** Resets both sides; from the connection's carrier. */
    void abort(Outcome outcome) {
        var relaying = relay;
        if (relaying != null) {
            relaying.abort(outcome);
        }
    }
}

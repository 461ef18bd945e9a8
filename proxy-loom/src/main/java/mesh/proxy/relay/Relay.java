package mesh.proxy.relay;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import mesh.proxy.loom.Carrier;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvent.Outcome;
import mesh.proxy.telemetry.HopEvents;

/**
 * Moves bytes between two connections, both ways, until both senders have finished. Each way is one thread: the
 * caller's for what is sent, a new one for what is received.
 *
 * <p>No byte is held beyond one buffer a way: who reads slowly makes the sender wait, as if there were no proxy. The
 * end of one way is passed on as a half-close; anything worse is passed on as a reset, so that nobody takes a broken
 * stream for a complete one.
 */
public final class Relay {
    private final Way sent;
    private final Way received;
    private final Carrier carrier;
    private final CountDownLatch receivedEnded = new CountDownLatch(1);
    private final Activity activity;
    private volatile Outcome aborted;

    /** @param downstream with what was read of it before, which goes first; {@code upstream} likewise */
    public Relay(
            long id,
            Direction direction,
            Arrivals downstream,
            Arrivals upstream,
            Carrier carrier,
            Timeouts timeouts,
            HopEvents events) {
        this.carrier = carrier;
        this.activity = new Activity(timeouts);
        this.sent =
                new Way(id, direction, HopEvent.Way.SENT, downstream, upstream.connection(), carrier, activity, events);
        this.received = new Way(
                id, direction, HopEvent.Way.RECEIVED, upstream, downstream.connection(), carrier, activity, events);
    }

    /** Relays to the end. Both connections are finished or reset afterwards, and the caller closes them. */
    public Ended run() throws InterruptedException {
        carrier.start(this::receive);
        runWay(sent);
        receivedEnded.await();
        return ended();
    }

    /** Resets both connections; to be called on their carrier. */
    public void abort(Outcome outcome) {
        aborted = outcome;
        sent.breakBoth();
    }

    private void receive() {
        try {
            runWay(received);
        } finally {
            receivedEnded.countDown();
        }
    }

    private void runWay(Way way) {
        try {
            way.run();
        } finally {
            if (way.finished()) {
                activity.halfClosed();
                way.wakeOther();
            } else {
                way.breakBoth(); // wakes the other way; also when this one ended by an error of ours
            }
        }
    }

    private Ended ended() {
        var first = sent.broken() == null || received.brokenEarlierThan(sent) ? received.broken() : sent.broken();
        if (aborted != null) {
            return new Ended(sent.bytes(), received.bytes(), aborted, "");
        }
        return switch (first) {
            case null -> new Ended(sent.bytes(), received.bytes(), Outcome.ENDED, "");
            case StalledException e -> new Ended(sent.bytes(), received.bytes(), Outcome.TIMED_OUT, e.getMessage());
            case IOException e ->
                new Ended(sent.bytes(), received.bytes(), Outcome.RESET, String.valueOf(e.getMessage()));
        };
    }
}

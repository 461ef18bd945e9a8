package mesh.proxy.listener;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import mesh.proxy.http.Lane;
import mesh.proxy.loom.Readiness;
import mesh.proxy.relay.Connection;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;

/** Accepts on one carrier, for as long as the listener is open. */
final class Acceptor implements Runnable {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(10);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

    /** How often who waits for the connection limit looks whether the listener stops. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Direction direction;
    private final ServerSocketChannel channel;
    private final Lane lane;
    private final Interception interception;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile Readiness readiness;
    private Duration backoff = FIRST_BACKOFF;

    Acceptor(Direction direction, ServerSocketChannel channel, Lane lane, Interception interception) {
        this.direction = direction;
        this.channel = channel;
        this.lane = lane;
        this.interception = interception;
    }

    @Override
    public void run() {
        try (channel) {
            readiness = lane.carrier().register(channel);
            acceptAll();
            while (!stopping) { // looked at right before each wait: a nudge that finds nobody waiting is lost
                readiness.await(SelectionKey.OP_ACCEPT, Readiness.NEVER);
                acceptAll(); // also after the nudge: closing the socket would reset what waits in its backlog
            }
        } catch (IOException | RuntimeException e) {
            lane.events().emit(new HopEvent.ListenerBroke(0, System.nanoTime(), direction, e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    /** False once it has stopped, as told or because it broke. */
    boolean isAccepting() {
        return stopped.getCount() > 0;
    }

    void stop() {
        stopping = true;
        lane.carrier().execute(() -> {
            if (readiness != null) {
                readiness.nudge();
            }
        });
    }

    void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    private void acceptAll() throws ClosedChannelException, InterruptedException {
        boolean more = true;
        while (more) {
            more = reserved() && acceptOne();
        }
    }

    /**
     * Takes the limit before the connection: what is beyond it waits in the kernel's backlog and costs us nothing.
     *
     * @return false when the listener stops while there is none: a drain must not wait for its own deadline's work
     */
    private boolean reserved() throws InterruptedException {
        if (interception.limit().tryReserve(direction)) {
            return true;
        }
        backOff("connection limit reached");
        while (!interception.limit().tryReserve(direction, LOOK_EVERY)) {
            if (stopping) {
                return false;
            }
        }
        return true;
    }

    private boolean acceptOne() throws ClosedChannelException, InterruptedException {
        try {
            var accepted = channel.accept();
            if (accepted != null) {
                start(accepted);
                backoff = FIRST_BACKOFF;
                return true;
            }
            interception.limit().release(direction);
            return false;
        } catch (ClosedChannelException e) {
            interception.limit().release(direction);
            throw e; // no waiting will open the listener again
        } catch (IOException e) {
            interception.limit().release(direction);
            backOff(e.getMessage()); // EMFILE, ENFILE: the connection stays in the backlog, and select would spin
            Thread.sleep(backoff);
            backoff =
                    backoff.multipliedBy(2).compareTo(LONGEST_BACKOFF) < 0 ? backoff.multipliedBy(2) : LONGEST_BACKOFF;
            return !stopping;
        }
    }

    private void start(SocketChannel accepted) throws IOException {
        var downstream = Connection.accepted(accepted, lane.carrier());
        var connection = new InterceptedConnection(direction, downstream, lane, interception);
        interception.open().opened(connection); // before it runs: a drain that begins now must wait for it
        lane.carrier().start(connection);
    }

    private void backOff(String reason) {
        lane.events().emit(new HopEvent.AcceptBackoff(0, System.nanoTime(), direction, reason));
    }
}

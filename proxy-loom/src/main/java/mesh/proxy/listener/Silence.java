package mesh.proxy.listener;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import mesh.proxy.loom.Carrier;
import mesh.proxy.relay.Arrivals;

/**
 * A client that says nothing may wait for the server's greeting. So the server is connected, and whoever speaks first
 * decides.
 */
final class Silence implements Runnable {
    private static final long FOR_ROOM_NANOS = 10_000_000;

    private final Arrivals downstream;
    private final Arrivals upstream;
    private final long patience;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean clientSpoke;
    private volatile boolean serverSpoke;

    private Silence(Arrivals downstream, Arrivals upstream, long patience) {
        this.downstream = downstream;
        this.upstream = upstream;
        this.patience = patience;
    }

    /**
     * Waits until one of both says something, or ends.
     *
     * @param patience nanoseconds
     * @return whether it was the server
     * @throws java.net.SocketTimeoutException when neither did
     */
    static boolean brokenByServer(Arrivals downstream, Arrivals upstream, Carrier carrier, long patience)
            throws IOException, InterruptedException {
        var silence = new Silence(downstream, upstream, patience);
        carrier.start(silence);
        try {
            silence.awaitClient();
        } finally {
            silence.clientSpoke = true;
            upstream.connection().nudge();
            silence.done.await();
        }
        return silence.serverSpoke;
    }

    private void awaitClient() throws IOException {
        long deadline = System.nanoTime() + patience;
        while (!serverSpoke && downstream.await(deadline) == Arrivals.Found.NOTHING) {
            // nudged, or woken for nothing
        }
    }

    @Override
    public void run() {
        try {
            long deadline = System.nanoTime() + patience;
            var found = Arrivals.Found.NOTHING;
            while (!clientSpoke && found == Arrivals.Found.NOTHING) {
                upstream.connection().awaitReadable(deadline);
                found = clientSpoke ? Arrivals.Found.NOTHING : look();
            }
            serverSpoke = found != Arrivals.Found.NOTHING;
        } catch (IOException e) {
            serverSpoke = true; // by breaking off: who relays meets it again, and tells
        } finally {
            downstream.connection().nudge();
            done.countDown();
        }
    }

    /**
     * Never waits for a buffer: the client's thread may hold one while it waits for this one, and so may thousands.
     * When there is none, it lets some time pass.
     */
    private Arrivals.Found look() throws IOException {
        if (!upstream.hasRoom()) {
            LockSupport.parkNanos(FOR_ROOM_NANOS);
            return Arrivals.Found.NOTHING;
        }
        return upstream.look();
    }
}

package mesh.proxy.http;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import mesh.proxy.loom.Carrier;
import mesh.proxy.relay.Connection;
import mesh.proxy.upstream.Upstream;

/**
 * Sends a request's body on a thread of its own, while the exchange's thread waits for the answer: a server may answer
 * before it has read everything, or ask for the body first (100-continue).
 */
final class RequestBody implements Runnable {
    private final Body body;
    private final Upstream upstream;
    private final Connection downstream;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile IOException downstreamFailure;

    private RequestBody(Body body, Upstream upstream, Connection downstream) {
        this.body = body;
        this.upstream = upstream;
        this.downstream = downstream;
    }

    static RequestBody start(Body body, Upstream upstream, Connection downstream, Carrier carrier) {
        var sending = new RequestBody(body, upstream, downstream);
        carrier.start(sending);
        return sending;
    }

    @Override
    public void run() {
        try {
            body.moveTo(upstream.connection(), Side.DOWNSTREAM, Side.UPSTREAM);
        } catch (UpstreamException e) {
            // The server takes no more: what it answered, or that it did not, is for the exchange's thread to see.
        } catch (IOException e) {
            downstreamFailure = e;
            upstream.reset(); // it must not take what it has for the whole; and the exchange's thread wakes up
        } finally {
            done.countDown();
        }
    }

    /** Whether all of it was sent. */
    boolean isComplete() {
        return body.ended() && done.getCount() == 0;
    }

    /** Why the client's side failed; null when it did not. */
    IOException downstreamFailure() {
        return downstreamFailure;
    }

    /** Ends it, whether or not it is complete. The upstream is of no use afterwards if it was not. */
    void end() throws InterruptedException {
        if (done.getCount() > 0) {
            body.stop();
            downstream.nudge();
            upstream.reset();
            done.await();
        }
    }
}

package mesh.proxy.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.proxy.http1.BodyFraming;
import mesh.proxy.http1.Forwarding;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.http1.HeaderName;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.route.Decision;
import mesh.proxy.upstream.Chosen;
import mesh.proxy.upstream.Targets;

/**
 * Sends a copy of a request and ignores the answer. The client waits neither for it nor for what goes wrong with it,
 * and copies are bounded in number and time. Each has a connection of its own. Only requests without a body are copied:
 * a body passes through the proxy and is not kept.
 */
final class Mirror implements Runnable {
    /** Copies on their way at once, in the whole proxy; what is beyond is not sent. */
    private static final int MOST = 256;

    private static final Duration MOST_TIME = Duration.ofSeconds(30);
    private static final AtomicInteger ON_THEIR_WAY = new AtomicInteger();

    private final HeadEdits head;
    private final Targets targets;
    private final Lane lane;

    private Mirror(HeadEdits head, Targets targets, Lane lane) {
        this.head = head;
        this.targets = targets;
        this.lane = lane;
    }

    /**
     * Starts the copies that a route asks for.
     *
     * @param host for a request that names none
     */
    static void start(Decision.Forward forward, RequestHead request, String host, Lane lane) {
        if (!(request.framing() instanceof BodyFraming.None)) {
            return;
        }
        for (var mirrored : forward.mirrors()) {
            if (lane.random().nextDouble() < mirrored.fraction() && begin()) {
                var head = Forwarding.request(request, host);
                forward.filters().request(head, request);
                head.set(HeaderName.CONNECTION, "close");
                var targets = Targets.of(mirrored.cluster(), lane.balancer());
                lane.carrier().start(new Mirror(head, targets, lane));
            }
        }
    }

    private static boolean begin() {
        boolean room = ON_THEIR_WAY.incrementAndGet() <= MOST;
        if (!room) {
            ON_THEIR_WAY.decrementAndGet();
        }
        return room;
    }

    @Override
    public void run() {
        try {
            var chosen = targets.choose();
            if (chosen != null) {
                send(chosen);
            }
        } catch (IOException e) {
            // A copy is lost that nobody waits for; its endpoint's load counts it as failed.
        } finally {
            ON_THEIR_WAY.decrementAndGet();
        }
    }

    private void send(Chosen chosen) throws IOException {
        chosen.started();
        long began = System.nanoTime();
        boolean failed = true;
        try (var upstream = lane.upstreams().open(chosen.address())) {
            lane.heads().write(head, null, 0, upstream.connection(), MOST_TIME.toNanos());
            ignoreAll(upstream.arrivals(), began + MOST_TIME.toNanos());
            failed = false;
        } finally {
            chosen.finished(System.nanoTime() - began, failed);
        }
    }

    private static void ignoreAll(Arrivals answer, long deadline) throws IOException {
        while (answer.await(deadline) != Arrivals.Found.END) {
            answer.close();
        }
    }
}

package mesh.proxy.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import mesh.linux.AddressText;
import mesh.proxy.loom.Carrier;
import mesh.proxy.relay.Connection;
import mesh.proxy.relay.Timeouts;

/** The upstream connections of one carrier. */
public final class Upstreams {
    private final Carrier carrier;
    private final Timeouts timeouts;
    private final OwnConnections own;
    private final IdleUpstreams idle;
    private final Duration sweepEvery;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final LongAdder opened = new LongAdder();
    private final LongAdder reused = new LongAdder();

    public Upstreams(Carrier carrier, Timeouts timeouts, KeepAlive keepAlive, OwnConnections own) {
        this.carrier = carrier;
        this.timeouts = timeouts;
        this.own = own;
        this.idle = new IdleUpstreams(keepAlive);
        this.sweepEvery = keepAlive.idle().dividedBy(4);
    }

    /** A connection for one exchange: one that waits, else a new one. */
    public Upstream take(InetSocketAddress to) throws ConnectException {
        for (var waiting = idle.take(to); waiting != null; waiting = idle.take(to)) {
            if (!idle.isTooOld(waiting, System.nanoTime()) && !waiting.isStale()) {
                reused.increment();
                return waiting;
            }
            waiting.close();
        }
        return open(to);
    }

    /** A new connection. @throws ConnectException saying to where and why not */
    public Upstream open(InetSocketAddress to) throws ConnectException {
        long asked = System.nanoTime();
        try {
            var connection = Connection.connect(to, carrier, timeouts.connect(), timeouts.deadPeer());
            try {
                opened.increment();
                return new Upstream(to, connection, carrier.buffers(), own, System.nanoTime() - asked);
            } catch (IOException e) {
                connection.close();
                throw e;
            }
        } catch (SocketTimeoutException e) {
            throw new ConnectException(
                    "no answer from %s within %s".formatted(AddressText.of(to), Timeouts.text(timeouts.connect())), e);
        } catch (IOException e) {
            throw new ConnectException("cannot connect to %s: %s".formatted(AddressText.of(to), e.getMessage()), e);
        }
    }

    /** Takes back a connection that can carry another exchange. */
    public void give(Upstream upstream) {
        if (!idle.give(upstream, System.nanoTime())) {
            upstream.close();
        } else if (sweeping.compareAndSet(false, true)) {
            carrier.start(this::sweep);
        }
    }

    /** Closes what has waited too long, for as long as anything waits: a proxy without traffic is not woken. */
    private void sweep() {
        try {
            do {
                Thread.sleep(sweepEvery);
                idle.expired(System.nanoTime()).forEach(Upstream::close);
            } while (idle.count() > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sweeping.set(false);
        }
        if (idle.count() > 0 && sweeping.compareAndSet(false, true)) { // given back while we ended
            carrier.start(this::sweep);
        }
    }

    /** How many wait now. */
    public int idle() {
        return idle.count();
    }

    /** How many were opened until now. */
    public long opened() {
        return opened.sum();
    }

    /** How many exchanges until now found a connection that waited. */
    public long reused() {
        return reused.sum();
    }
}

package mesh.proxy.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import mesh.proxy.loom.BufferPool;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.relay.Connection;

/** A connection to an upstream, and what it has sent. Used by one exchange at a time. */
public final class Upstream implements AutoCloseable {
    private final InetSocketAddress address;
    private final InetSocketAddress local;
    private final Connection connection;
    private final Arrivals arrivals;
    private final OwnConnections own;
    private final long openedAt = System.nanoTime();
    private final long connectNanos;
    private long idleSince;
    private int exchanges;

    Upstream(
            InetSocketAddress address, Connection connection, BufferPool buffers, OwnConnections own, long connectNanos)
            throws IOException {
        this.address = address;
        this.connection = connection;
        this.local = connection.local();
        this.arrivals = new Arrivals(connection, buffers);
        this.own = own;
        this.connectNanos = connectNanos;
        own.opened(local, address);
    }

    public InetSocketAddress address() {
        return address;
    }

    public InetSocketAddress local() {
        return local;
    }

    public Connection connection() {
        return connection;
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    /** How long it took to connect, in nanoseconds. */
    public long connectNanos() {
        return connectNanos;
    }

    /** Whether it has carried an exchange already: the server may be closing it just now. */
    public boolean isReused() {
        return exchanges > 0;
    }

    void idle(long now) {
        idleSince = now;
        exchanges++;
    }

    long idleSince() {
        return idleSince;
    }

    long openedAt() {
        return openedAt;
    }

    /** Whether the server closed it, or said something unasked, while it was idle. */
    boolean isStale() {
        try {
            return arrivals.look() != Arrivals.Found.NOTHING;
        } catch (IOException e) {
            return true; // reset meanwhile: as good as closed
        }
    }

    /** Breaks it off with a reset, so that the server does not take a part for the whole; its user still closes it. */
    public void reset() {
        try {
            connection.reset();
        } catch (IOException e) {
            // It was broken already; its descriptor is closed all the same.
        }
    }

    @Override
    public void close() {
        own.closed(local, address);
        arrivals.close();
        try {
            connection.close();
        } catch (IOException e) {
            // The same: nothing is left to be told to the peer, and nobody to be told about it.
        }
    }
}

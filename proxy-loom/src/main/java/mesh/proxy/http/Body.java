package mesh.proxy.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import mesh.proxy.http1.BodyReader;
import mesh.proxy.http1.ChunkedBody;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.relay.Connection;

/** Moves one body from where it arrives to where it goes: byte for byte, or without its chunks. */
final class Body {
    private final BodyReader reader;
    private final ChunkedBody chunks;
    private final Arrivals from;
    private final Patience patience;
    private volatile boolean stopped;
    private long bytes;

    private Body(BodyReader reader, ChunkedBody chunks, Arrivals from, Patience patience) {
        this.reader = reader;
        this.chunks = chunks;
        this.from = from;
        this.patience = patience;
    }

    static Body asItComes(BodyReader reader, Arrivals from, Patience patience) {
        return new Body(reader, null, from, patience);
    }

    /** What the chunks hold, for a client that knows none. */
    static Body unchunked(BodyReader reader, Arrivals from, Patience patience) {
        return new Body(reader, (ChunkedBody) reader, from, patience);
    }

    /** How many bytes that have arrived already can be moved as they are; they are to be moved now. */
    int arrived() throws BrokenMessageException {
        return from.isEmpty() || chunks != null ? 0 : taken(reader.take(from.bytes()));
    }

    private int taken(int count) throws BrokenMessageException {
        if (reader.refusal() != null) {
            throw new BrokenMessageException(reader.refusal());
        }
        bytes += count;
        return count;
    }

    /**
     * Moves all that is not moved yet.
     *
     * @throws UpstreamException or another, by which side failed: see {@link Side}
     */
    void moveTo(Connection to, Side reading, Side writing) throws IOException {
        while (!reader.ended() && !stopped) {
            if (more(reading)) {
                if (chunks == null) {
                    moveBytes(to, writing);
                } else {
                    moveData(to, writing);
                }
                from.settle();
            } else if (reader.mayFinish()) {
                return;
            } else if (!stopped) {
                throw reading.failed(new EOFException("the connection ended before the body did"));
            }
        }
    }

    private void moveBytes(Connection to, Side writing) throws IOException {
        int count = arrived();
        try {
            HeadWriter.writePart(from.bytes(), count, to, patience.idleNanos());
        } catch (IOException e) {
            throw writing.failed(e);
        }
    }

    private void moveData(Connection to, Side writing) throws IOException {
        var in = from.bytes();
        var data = ByteBuffer.allocate(in.remaining());
        int count = taken(chunks.take(in, data));
        in.position(in.position() + count);
        try {
            to.writeAll(data.flip(), patience.idleNanos());
        } catch (IOException e) {
            throw writing.failed(e);
        }
    }

    /** @return false at the end of what is sent, or when told to stop */
    private boolean more(Side reading) throws IOException {
        try {
            while (!stopped) {
                switch (from.await(patience.until())) {
                    case BYTES -> {
                        return true;
                    }
                    case END -> {
                        return false;
                    }
                    case NOTHING -> {}
                }
            }
            return false;
        } catch (IOException e) {
            throw reading.failed(e);
        }
    }

    /** Ends {@link #moveTo} early; who waits in it is to be woken by a nudge. */
    void stop() {
        stopped = true;
    }

    /** Whether all of it was taken. */
    boolean ended() {
        return reader.ended();
    }

    /** How many were taken until now. */
    long bytes() {
        return bytes;
    }
}

package mesh.proxy.http;

import java.io.EOFException;
import java.io.IOException;
import mesh.proxy.http1.BodyReader;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.relay.Connection;

/** Moves one body from where it arrives to where it goes, byte for byte. */
final class Body {
    private final BodyReader reader;
    private final Arrivals from;
    private final Patience patience;
    private volatile boolean stopped;
    private long bytes;

    Body(BodyReader reader, Arrivals from, Patience patience) {
        this.reader = reader;
        this.from = from;
        this.patience = patience;
    }

    /** How many bytes that have arrived already belong to it; they are to be moved now. */
    int arrived() throws BrokenMessageException {
        if (from.isEmpty()) {
            return 0;
        }
        int count = reader.take(from.bytes());
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
                int count = arrived();
                try {
                    HeadWriter.writePart(from.bytes(), count, to, patience.idleNanos());
                } catch (IOException e) {
                    throw writing.failed(e);
                }
                from.settle();
            } else if (reader.mayFinish()) {
                return;
            } else if (!stopped) {
                throw reading.failed(new EOFException("the connection ended before the body did"));
            }
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

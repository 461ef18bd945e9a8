package mesh.proxy.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import mesh.proxy.http1.ChunkedBody;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.relay.Connection;

/**
 * Moves the data of a chunked body without its chunks, to a client of HTTP/1.0, which knows none (RFC 9112, section
 * 6.1). The end of the connection is the end of the body.
 */
final class Unchunked {
    private final ChunkedBody reader;
    private final Arrivals from;
    private final Patience patience;
    private long bytes;

    Unchunked(ChunkedBody reader, Arrivals from, Patience patience) {
        this.reader = reader;
        this.from = from;
        this.patience = patience;
    }

    void moveTo(Connection to) throws IOException {
        while (!reader.ended()) {
            await();
            var chunks = from.bytes();
            var data = ByteBuffer.allocate(chunks.remaining());
            int count = reader.take(chunks, data);
            if (reader.refusal() != null) {
                throw new BrokenMessageException(reader.refusal());
            }
            chunks.position(chunks.position() + count);
            from.settle();
            bytes += data.position();
            write(data.flip(), to);
        }
    }

    private void await() throws UpstreamException {
        try {
            while (from.isEmpty()) {
                if (from.await(patience.until()) == Arrivals.Found.END) {
                    throw new EOFException("the connection ended before the body did");
                }
            }
        } catch (IOException e) {
            throw new UpstreamException(e);
        }
    }

    private void write(ByteBuffer data, Connection to) throws DownstreamException {
        try {
            to.writeAll(data, patience.idleNanos());
        } catch (IOException e) {
            throw new DownstreamException(e);
        }
    }

    /** Of data. */
    long bytes() {
        return bytes;
    }
}

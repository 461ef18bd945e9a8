package mesh.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * An endless stream of bytes that both ends know, so that a byte lost, doubled, changed or swapped is found where it
 * happens. It repeats after a prime number of bytes: no buffer size of a proxy divides it.
 */
final class Pattern {
    /** The stream from the client to the server, and the other one: bytes that went back the wrong way do not match. */
    static final Pattern UP = new Pattern(1), DOWN = new Pattern(2);

    /** The most bytes of one {@link #from}. */
    static final int CHUNK_BYTES = 256 * 1024;

    private static final int PERIOD_BYTES = 1_048_573;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(PERIOD_BYTES + CHUNK_BYTES);

    private Pattern(long seed) {
        var period = new byte[PERIOD_BYTES];
        new SplittableRandom(seed).nextBytes(period);
        bytes.put(period).put(period, 0, CHUNK_BYTES);
    }

    /** Up to {@link #CHUNK_BYTES} of the stream, from an offset on. */
    ByteBuffer from(long offset, long atMost) {
        return bytes.slice((int) (offset % PERIOD_BYTES), (int) Math.min(atMost, CHUNK_BYTES));
    }

    /** Compares what was read with the stream. @throws IOException naming the first byte that differs */
    void verify(long offset, ByteBuffer read) throws IOException {
        int differs = read.mismatch(from(offset, read.remaining()));
        if (differs >= 0) {
            throw new IOException("byte %d is not the one that was sent".formatted(offset + differs));
        }
    }
}

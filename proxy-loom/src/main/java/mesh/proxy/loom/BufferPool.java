package mesh.proxy.loom;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Direct buffers of one carrier. A thread takes one when bytes are there and gives it back before it waits for more,
 * so an idle connection holds none. Only a writer whose peer is slow keeps its buffer: the bytes in it were read.
 *
 * <p>Bounded: who finds none waits until another thread gives one back.
 */
public final class BufferPool {
    /** Holds a request, a response head, a TLS record: most of what is relayed fits. Bulk goes through a pipe. */
    public static final int BUFFER_BYTES = 16 * 1024;

    /** Free buffers that are kept for the next taker. */
    private static final int KEPT = 64;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private final int total;
    private int left;
    private long waits;

    /** @param buffers how many there may be at once, at least 1 */
    public BufferPool(int buffers) {
        this.total = buffers;
        this.left = buffers;
    }

    /** An empty buffer of {@link #BUFFER_BYTES}; waits when all are in use. */
    public synchronized ByteBuffer take() throws IOException {
        if (isExhausted()) {
            waits++;
        }
        try {
            while (isExhausted()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a buffer");
        }
        return free.isEmpty() ? allocate() : free.pop();
    }

    /** Takes a buffer back; the giver must not touch it any more. */
    public synchronized void give(ByteBuffer buffer) {
        if (free.size() < KEPT) {
            free.push(buffer.clear());
        } else {
            left++; // left to the garbage collector: a burst of slow readers must not cost memory for ever
        }
        notify();
    }

    /** How often a taker found none and had to wait. */
    public synchronized long waits() {
        return waits;
    }

    /** Whether most are in use: then nobody should keep one for convenience. */
    public synchronized boolean isScarce() {
        return free.size() + left < total / 4;
    }

    private boolean isExhausted() {
        return free.isEmpty() && left == 0;
    }

    private ByteBuffer allocate() {
        left--;
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
    }
}

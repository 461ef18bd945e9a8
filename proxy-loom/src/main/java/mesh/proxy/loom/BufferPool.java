package mesh.proxy.loom;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Direct buffers of one carrier. A thread takes one when bytes are there and gives it back before it waits for more,
 * so an idle connection holds none. Only a writer whose peer is slow keeps its buffer: the bytes in it were read.
 *
 * <p>Two sizes: small ones for messages, and a few large ones for a flow that fills small ones. Both are bounded: who
 * finds no large one goes on with a small one, who finds no small one waits until another thread gives one back.
 */
public final class BufferPool {
    /** Holds a request, a response head, a TLS record: most of what is relayed fits. */
    public static final int SMALL_BYTES = 16 * 1024;

    /** Where fewer system calls for bulk stop paying: see docs/decisions. */
    public static final int LARGE_BYTES = 256 * 1024;

    /** Free small buffers that are kept for the next taker. */
    private static final int SMALL_KEPT = 64;

    private final ArrayDeque<ByteBuffer> small = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> large = new ArrayDeque<>();
    private int smallLeft;
    private int largeLeft;

    /**
     * @param smallBuffers how many small buffers there may be at once, at least 1
     * @param largeBuffers how many large ones
     */
    public BufferPool(int smallBuffers, int largeBuffers) {
        this.smallLeft = smallBuffers;
        this.largeLeft = largeBuffers;
    }

    /** An empty buffer of {@link #SMALL_BYTES}; waits when all are in use. */
    public synchronized ByteBuffer take() throws IOException {
        try {
            while (small.isEmpty() && smallLeft == 0) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a buffer");
        }
        return small.isEmpty() ? allocateSmall() : small.pop();
    }

    /** Swaps a buffer for an empty one of {@link #LARGE_BYTES}; when all of those are in use, for itself, empty. */
    public synchronized ByteBuffer larger(ByteBuffer buffer) {
        if (buffer.capacity() == LARGE_BYTES || (large.isEmpty() && largeLeft == 0)) {
            return buffer.clear();
        }
        give(buffer);
        return large.isEmpty() ? allocateLarge() : large.pop();
    }

    /** Takes a buffer back; the giver must not touch it any more. */
    public synchronized void give(ByteBuffer buffer) {
        buffer.clear();
        if (buffer.capacity() == LARGE_BYTES) {
            large.push(buffer);
            return;
        }
        if (small.size() < SMALL_KEPT) {
            small.push(buffer);
        } else {
            smallLeft++; // left to the garbage collector: a burst of slow readers must not cost memory for ever
        }
        notify();
    }

    private ByteBuffer allocateSmall() {
        smallLeft--;
        return ByteBuffer.allocateDirect(SMALL_BYTES);
    }

    private ByteBuffer allocateLarge() {
        largeLeft--;
        return ByteBuffer.allocateDirect(LARGE_BYTES);
    }
}

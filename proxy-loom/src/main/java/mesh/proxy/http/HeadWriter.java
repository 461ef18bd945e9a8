package mesh.proxy.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import mesh.proxy.http1.HeadEdits;
import mesh.proxy.loom.BufferPool;
import mesh.proxy.relay.Connection;

/**
 * Writes heads, with a short body behind it in the same system call. The buffer is used without waiting for anything,
 * so the connections of a carrier share one; what a slow peer does not take is copied out of it.
 */
public final class HeadWriter {
    /** A longer body costs a call of its own, which is little beside it. */
    private static final int SHORT_BODY = 4 * 1024;

    private static final int KEPT = 4;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    /**
     * @param body whose first {@code count} bytes are taken: they follow the head
     * @param patience nanoseconds without the peer taking a byte
     */
    void write(HeadEdits head, ByteBuffer body, int count, Connection to, long patience) throws IOException {
        boolean together = count > 0 && count <= SHORT_BODY;
        int length = head.length() + (together ? count : 0);
        var rest = length <= BufferPool.BUFFER_BYTES
                ? writeShort(head, body, together ? count : 0, to)
                : writeLong(head, body, together ? count : 0, length, to);
        if (rest != null) {
            to.writeAll(rest, patience);
        }
        if (count > 0 && !together) {
            writePart(body, count, to, patience);
        }
    }

    /** Writes the first {@code count} bytes and takes them. */
    static void writePart(ByteBuffer bytes, int count, Connection to, long patience) throws IOException {
        int end = bytes.limit();
        bytes.limit(bytes.position() + count);
        try {
            to.writeAll(bytes, patience);
        } finally {
            bytes.limit(end);
        }
    }

    /** @return what the socket did not take; null when it took everything */
    private ByteBuffer writeShort(HeadEdits head, ByteBuffer body, int count, Connection to) throws IOException {
        var buffer = take();
        try {
            append(head, body, count, buffer);
            to.write(buffer.flip());
            return buffer.hasRemaining() ? copy(buffer) : null;
        } finally {
            give(buffer);
        }
    }

    private static ByteBuffer writeLong(HeadEdits head, ByteBuffer body, int count, int length, Connection to)
            throws IOException {
        var buffer = ByteBuffer.allocate(length);
        append(head, body, count, buffer);
        to.write(buffer.flip());
        return buffer;
    }

    private static void append(HeadEdits head, ByteBuffer body, int count, ByteBuffer buffer) {
        head.render(buffer);
        if (count > 0) {
            buffer.put(buffer.position(), body, body.position(), count).position(buffer.position() + count);
            body.position(body.position() + count);
        }
    }

    private static ByteBuffer copy(ByteBuffer rest) {
        return ByteBuffer.allocate(rest.remaining()).put(rest).flip();
    }

    private synchronized ByteBuffer take() {
        return free.isEmpty() ? ByteBuffer.allocateDirect(BufferPool.BUFFER_BYTES) : free.pop();
    }

    private synchronized void give(ByteBuffer buffer) {
        if (free.size() < KEPT) {
            free.push(buffer.clear()); // one is enough on a carrier of our own
        }
    }
}

package mesh.proxy.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import mesh.proxy.loom.BufferPool;

/**
 * What a connection has sent and nobody has used yet. There is a buffer only while there are such bytes: a connection
 * that waits holds none. For one thread at a time.
 */
public final class Arrivals implements AutoCloseable {
    /** What a look at the connection found. */
    public enum Found {
        /** {@link #bytes()} has some. */
        BYTES,
        /** Woken for nothing, or nudged: look at what else may have changed, and wait again. */
        NOTHING,
        /** The sender has finished. */
        END
    }

    private final Connection connection;
    private final BufferPool buffers;
    private ByteBuffer buffer;

    public Arrivals(Connection connection, BufferPool buffers) {
        this.connection = connection;
        this.buffers = buffers;
    }

    public Connection connection() {
        return connection;
    }

    public boolean isEmpty() {
        return buffer == null;
    }

    /** The bytes, from the buffer's position to its limit; take them by moving the position, then {@link #settle}. */
    public ByteBuffer bytes() {
        return buffer;
    }

    /** Gives the buffer back once all its bytes are used. */
    public void settle() {
        if (buffer != null && !buffer.hasRemaining()) {
            close();
        }
    }

    /** Waits for bytes, unless there are some; until {@code deadline}, on the scale of {@link System#nanoTime()}. */
    public Found await(long deadline) throws IOException {
        if (buffer != null) {
            return Found.BYTES;
        }
        connection.awaitReadable(deadline);
        return look();
    }

    /** Takes what is there now, without waiting; only when there are no bytes yet. */
    public Found look() throws IOException {
        var taken = buffers.take();
        int count;
        try {
            count = connection.read(taken);
        } catch (IOException | RuntimeException e) {
            buffers.give(taken);
            throw e;
        }
        if (count <= 0) {
            buffers.give(taken);
            return count < 0 ? Found.END : Found.NOTHING;
        }
        buffer = taken.flip();
        return Found.BYTES;
    }

    /** Whether {@link #look} would not have to wait for a buffer, as far as one can tell. */
    public boolean hasRoom() {
        return !buffers.isScarce();
    }

    /** Waits for more bytes behind those that are there. @throws IllegalStateException when the buffer is full */
    public Found awaitMore(long deadline) throws IOException {
        if (buffer == null) {
            return await(deadline);
        }
        connection.awaitReadable(deadline);
        int end = buffer.limit();
        if (end == buffer.capacity()) {
            throw new IllegalStateException("a full buffer has no room for more");
        }
        int start = buffer.position();
        int count = connection.read(buffer.position(end).limit(buffer.capacity()));
        buffer.limit(buffer.position()).position(start);
        return count > 0 ? Found.BYTES : count < 0 ? Found.END : Found.NOTHING;
    }

    public boolean isFull() {
        return buffer != null && buffer.limit() == buffer.capacity();
    }

    /** Gives the buffer back, whatever is in it. */
    @Override
    public void close() {
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
    }
}

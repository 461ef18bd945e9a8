package mesh.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/**
 * A pipe(7) inside this process, through which bytes go from one socket to another and never enter the heap. It owns
 * its two descriptors; it is for one thread at a time. Fill it, empty it, fill it again:
 *
 * <pre>
 *   pipe.fill(from);
 *   while (pipe.held() > 0) {
 *       pipe.drain(to); // 0: wait until `to` is writable
 *   }
 * </pre>
 */
public final class Pipe implements AutoCloseable {
    private final int readEnd;
    private final int writeEnd;
    private final int capacity;
    private long held;
    private boolean closed;

    private Pipe(int readEnd, int writeEnd, int capacity) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
        this.capacity = capacity;
    }

    /**
     * Makes a pipe.
     *
     * @param capacityBytes what it is to hold; the kernel rounds up to a power of two of pages, and refuses more than
     *     {@code /proc/sys/fs/pipe-max-size} (1 MiB by default) to a user who is not root
     * @throws IOException when the process has no descriptors left, or the capacity is refused
     */
    public static Pipe open(int capacityBytes) throws IOException {
        var ends = new int[2];
        try {
            LibC.pipe2(ends, LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        } catch (LastErrorException e) {
            throw new IOException(
                    "no pipe: pipe2 failed with %s. A pipe takes two descriptors; raise `ulimit -n`, or use fewer."
                            .formatted(Errno.describe(e)),
                    e);
        }
        try {
            return new Pipe(ends[0], ends[1], LibC.fcntl(ends[1], LibC.F_SETPIPE_SZ, capacityBytes));
        } catch (LastErrorException e) {
            LibC.close(ends[0]);
            LibC.close(ends[1]);
            throw new IOException("""
                    a pipe cannot hold %d bytes: fcntl(F_SETPIPE_SZ) failed with %s. One pipe's limit is in \
                    /proc/sys/fs/pipe-max-size, that of all a user's pipes in /proc/sys/fs/pipe-user-pages-soft.""".formatted(capacityBytes, Errno.describe(e)), e);
        }
    }

    /**
     * Takes what the socket has now.
     *
     * @return the bytes taken; -1 when the sender has finished; 0 when there are none now or, while {@link #held()} is
     *     not 0, when the pipe is full. It can be full below its capacity: small segments take a page each.
     * @throws IOException when the connection broke
     */
    public long fill(SocketChannel from) throws IOException {
        requireOpen();
        long moved = Splice.fromSocket(from, writeEnd, capacity);
        held += Math.max(moved, 0);
        return moved;
    }

    /**
     * Gives the socket what it takes now.
     *
     * @return the bytes given; 0 when the socket takes none now, or the pipe is empty
     * @throws IOException when the connection broke; what is held then is lost with it
     */
    public long drain(SocketChannel to) throws IOException {
        requireOpen();
        if (held == 0) {
            return 0;
        }
        long moved = Splice.toSocket(readEnd, to, capacity);
        held -= moved;
        return moved;
    }

    /** Bytes that went in and have not come out. A pipe that holds some must not serve another connection. */
    public long held() {
        return held;
    }

    /** Bytes that the pipe can hold, at most. */
    public int capacity() {
        return capacity;
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException(); // its descriptors' numbers may belong to somebody else by now
        }
    }

    /** Closes both ends; what is held is lost. */
    @Override
    public void close() {
        if (!closed) {
            closed = true; // first: a descriptor's number is reused, so it must never be closed twice
            LibC.close(readEnd);
            LibC.close(writeEnd);
        }
    }
}

package mesh.linux;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.channels.Pipe;

/** Waits in poll(2) until a descriptor has something to read, or another thread has called {@link #stop()}. */
final class QueueWait implements AutoCloseable {
    private static final int POLLFD_BYTES = 8; // struct pollfd: descriptor 4 bytes, events 2, revents 2
    private static final int EVENTS = 4; // offset
    private static final int REVENTS = 6; // offset

    private final Pipe stop = Pipe.open(); // when its writing end is closed, poll(2) says so of the reading end
    private final Memory descriptors = new Memory(2 * POLLFD_BYTES);

    QueueWait(int descriptor) throws IOException {
        descriptors.clear();
        descriptors.setInt(0, descriptor);
        descriptors.setShort(EVENTS, (short) LibC.POLLIN);
        descriptors.setInt(POLLFD_BYTES, Descriptors.of(stop.source())); // POLLHUP needs no asking
    }

    /** @return false once {@link #stop()} was called */
    boolean untilReadable() throws IOException {
        while (LibC.poll(descriptors, 2, -1) < 0) {
            int errno = LibC.errno();
            if (!Errno.EINTR.is(errno)) {
                throw new IOException("poll failed with " + Errno.describe(errno));
            }
        }
        return descriptors.getShort(POLLFD_BYTES + REVENTS) == 0;
    }

    /** Ends the wait, from any thread, for good. */
    void stop() throws IOException {
        stop.sink().close();
    }

    @Override
    public void close() throws IOException {
        descriptors.close();
        stop.sink().close();
        stop.source().close();
    }
}

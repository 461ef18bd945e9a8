package mesh.linux;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * Moves bytes between a socket and a pipe without copying them into this process: splice(2) hands over the kernel's
 * pages. The sockets must be non-blocking. Results are those of java.nio, because to wait and to end are everyday
 * outcomes: a count, {@link #WOULD_BLOCK}, {@link #END}.
 */
final class Splice {
    /** Nothing moved now: the input is empty or the output full. */
    static final long WOULD_BLOCK = 0;

    /** The sender of the input has finished. */
    static final long END = -1;

    private Splice() {}

    /** From a socket into a pipe. @throws IOException when the connection broke */
    static long fromSocket(SocketChannel from, int pipe, int maxBytes) throws IOException {
        return move(Descriptors.of(from), pipe, maxBytes, from);
    }

    /** From a pipe, which must hold something, into a socket. @throws IOException when the connection broke */
    static long toSocket(int pipe, SocketChannel to, int maxBytes) throws IOException {
        return move(pipe, Descriptors.of(to), maxBytes, to);
    }

    private static long move(int in, int out, int maxBytes, SocketChannel socket) throws IOException {
        while (true) {
            long moved = LibC.splice(in, LibC.NO_OFFSET, out, LibC.NO_OFFSET, maxBytes, LibC.SPLICE_F_NONBLOCK);
            if (moved > 0) {
                return moved;
            }
            if (moved == 0) {
                return END;
            }
            int errno = LibC.errno();
            if (Errno.EAGAIN.is(errno)) {
                return WOULD_BLOCK;
            }
            if (!Errno.EINTR.is(errno)) {
                throw new IOException("splice on %s failed with %s".formatted(socket, Errno.describe(errno)));
            }
        }
    }
}

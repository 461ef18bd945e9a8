package mesh.proxy.loom;

import java.io.IOException;

/** Lets a thread wait for a channel. At most one thread waits to read (or accept) and one to write (or connect). */
public interface Readiness {
    /** A deadline that never passes. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Parks the calling thread until {@code operation} may succeed. It may also return too early: try, and wait again.
     *
     * @param operation one of {@link java.nio.channels.SelectionKey}'s: OP_READ, OP_ACCEPT, OP_WRITE, OP_CONNECT
     * @param deadline on the scale of {@link System#nanoTime()}, or {@link #NEVER}
     * @throws java.net.SocketTimeoutException when the deadline passed first
     * @throws java.nio.channels.AsynchronousCloseException when the channel was closed meanwhile
     */
    void await(int operation, long deadline) throws IOException;

    /** Makes the thread that waits to read return early, so that it looks at its deadline again. */
    void nudge();

    /** Wakes whoever waits, for good; to be followed by closing the channel. */
    void cancel();
}

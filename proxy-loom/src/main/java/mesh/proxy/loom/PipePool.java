package mesh.proxy.loom;

import java.io.IOException;
import java.util.ArrayDeque;
import mesh.linux.Pipe;

/**
 * The pipes of one carrier: splice(2) moves a bulk flow's bytes through one from socket to socket, and they never enter
 * this process. Bounded; who finds none goes on with buffers. For the carrier's own thread only: splice takes
 * descriptors, and one that another thread closes meanwhile may already be somebody else's connection.
 */
public final class PipePool {
    private static final int PIPE_BYTES = 256 * 1024;

    /** After a refusal: descriptors, or the user's share of pipe memory, do not come back in a moment. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final ArrayDeque<Pipe> free = new ArrayDeque<>();
    private int left;
    private long askAgainAt = System.nanoTime();

    /** @param pipes how many there may be at once; each takes two descriptors */
    public PipePool(int pipes) {
        this.left = pipes;
    }

    /**
     * An empty pipe, or null when all are in use.
     *
     * @throws IOException when the kernel refuses one: it is not asked again for a while
     */
    public Pipe take() throws IOException {
        if (!free.isEmpty()) {
            return free.pop();
        }
        if (left == 0 || System.nanoTime() - askAgainAt < 0) {
            return null;
        }
        try {
            var pipe = Pipe.open(PIPE_BYTES);
            left--;
            return pipe;
        } catch (IOException e) {
            askAgainAt = System.nanoTime() + PATIENCE_NANOS;
            throw e;
        }
    }

    /** Takes a pipe back. One that still holds bytes is closed: they were for a connection that broke. */
    public void give(Pipe pipe) {
        if (pipe.held() == 0) {
            free.push(pipe);
        } else {
            pipe.close();
            left++;
        }
    }
}

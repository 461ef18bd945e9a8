package mesh.bench.rig;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in reverse order, once: at the end, after a failure, or on Ctrl-C. */
public final class Cleanup implements Closeable {
    private final Deque<Closeable> opened = new ArrayDeque<>();
    private boolean closed;

    /** @throws IllegalStateException when everything is being closed already */
    public synchronized <T extends Closeable> T add(T resource) {
        if (closed) {
            throw new IllegalStateException("interrupted");
        }
        opened.push(resource);
        return resource;
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** Closes all, also when closing one fails; the first failure is thrown at the end. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        IOException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}

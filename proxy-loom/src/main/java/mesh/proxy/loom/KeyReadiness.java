package mesh.proxy.loom;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * Waiting on an {@link EventLoop}. Everything here happens on the loop's thread, so there is no lock.
 *
 * <p>Interest in reading stays registered between waits: in a steady exchange the kernel's interest list never
 * changes. It is taken back only when bytes arrive that nobody waits for, because the peer that they are for is slow.
 * Interest in writing lasts for one wait.
 */
final class KeyReadiness implements Readiness {
    private static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

    /** A parked thread and its deadline. */
    static final class Waiter extends Deadlines.Timer {
        private Thread thread;
        private boolean late;

        void timedOut() {
            late = thread != null;
            wake();
        }

        boolean wake() {
            var waiting = thread;
            thread = null;
            LockSupport.unpark(waiting); // of null: nothing
            return waiting != null;
        }
    }

    private final Waiter reader = new Waiter();
    private final Waiter writer = new Waiter();
    private final EventLoop loop;
    private final SelectionKey key;
    private int interest;

    KeyReadiness(EventLoop loop, SelectableChannel channel, Selector selector) throws IOException {
        this.loop = loop;
        this.key = channel.register(selector, 0, this);
    }

    @Override
    public void await(int operation, long deadline) throws IOException {
        var waiter = (operation & READS) != 0 ? reader : writer;
        if (!key.isValid()) {
            throw new AsynchronousCloseException();
        }
        interested(interest | operation);
        waiter.late = false;
        waiter.thread = Thread.currentThread();
        loop.deadlines().set(waiter, deadline);
        while (waiter.thread != null) {
            LockSupport.park(this);
        }
        loop.resumed(Thread.currentThread());
        if (!key.isValid()) {
            throw new AsynchronousCloseException();
        }
        if (waiter.late) {
            throw new SocketTimeoutException();
        }
    }

    @Override
    public void nudge() {
        reader.wake();
    }

    @Override
    public void cancel() {
        key.cancel();
        loop.deadlines().remove(reader);
        loop.deadlines().remove(writer);
        reader.wake();
        writer.wake();
    }

    /** What the selector found; called between two turns. */
    void ready(int operations) {
        if ((operations & READS) != 0 && !reader.wake()) {
            interested(interest & ~READS); // else every select would return at once for bytes that nobody takes
        }
        if ((operations & ~READS) != 0) {
            interested(interest & READS);
            writer.wake();
        }
    }

    private void interested(int operations) {
        if (operations != interest) {
            interest = operations;
            key.interestOps(operations);
        }
    }
}

package mesh.proxy.loom;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Waiting the JDK's way: a virtual thread registers with the JDK's poller and parks, a platform thread sits in
 * poll(2). It is what a blocking read does inside ({@code sun.nio.ch.SelChImpl.park}), called by us so that no buffer
 * is held meanwhile.
 */
final class PolledReadiness implements Readiness {
    private static final int POLLIN = 1; // <bits/poll.h>
    private static final int POLLOUT = 4;
    private static final long AT_MOST_NANOS = 5_000_000_000L; // then the caller looks again whether all is well
    private static final long IN_POLL_NANOS = 150_000_000L; // the same where no nudge ends the wait
    private static final MethodHandle PARK = park();

    private final SelectableChannel channel;
    private volatile Thread reader;
    private volatile Thread writer;

    PolledReadiness(SelectableChannel channel) {
        this.channel = channel;
    }

    @Override
    public void await(int operation, long deadline) throws IOException {
        if ((operation & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
            reader = Thread.currentThread();
            park(POLLIN, deadline);
            reader = null;
        } else {
            writer = Thread.currentThread();
            park(POLLOUT, deadline);
            writer = null;
        }
        if (!channel.isOpen()) {
            throw new AsynchronousCloseException();
        }
        if (deadline != NEVER && deadline - System.nanoTime() <= 0) {
            throw new SocketTimeoutException();
        }
    }

    private void park(int event, long deadline) throws IOException {
        long most = Thread.currentThread().isVirtual() ? AT_MOST_NANOS : IN_POLL_NANOS;
        long nanos = deadline == NEVER ? most : Math.clamp(deadline - System.nanoTime(), 1, most);
        try {
            PARK.invokeExact((Channel) channel, event, nanos);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot wait for " + channel, e);
        }
    }

    @Override
    public void nudge() {
        LockSupport.unpark(reader); // a virtual thread; poll(2) cannot be woken, it returns by itself after a while
    }

    /** Shuts the connection down: that makes it ready, where closing it would leave poll(2) waiting. */
    @Override
    public void cancel() {
        if (channel instanceof SocketChannel connection) {
            try {
                connection.shutdownInput();
                if (writer != null) {
                    connection.shutdownOutput();
                }
            } catch (IOException | NotYetConnectedException e) {
                // It is broken, closed, or was never connected: who waits for it returns after a while.
            }
        }
        LockSupport.unpark(reader);
        LockSupport.unpark(writer);
    }

    private static MethodHandle park() {
        try {
            var type = Class.forName("sun.nio.ch.SelChImpl");
            return MethodHandles.lookup()
                    .findVirtual(type, "park", MethodType.methodType(void.class, int.class, long.class))
                    .asType(MethodType.methodType(void.class, Channel.class, int.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the JDK's package sun.nio.ch is closed to us; start with `java -jar`, whose manifest opens it", e);
        }
    }
}

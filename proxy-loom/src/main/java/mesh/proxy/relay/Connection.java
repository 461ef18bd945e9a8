package mesh.proxy.relay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import mesh.linux.SocketOptions;
import mesh.proxy.loom.Carrier;
import mesh.proxy.loom.Readiness;

/** A TCP connection whose calls block the calling (virtual) thread, and nothing else. */
public final class Connection implements AutoCloseable {
    private static final Duration FOR_DESCRIPTORS = Duration.ofMillis(10);

    private final SocketChannel channel;
    private final Readiness readiness;
    private volatile boolean closing;

    private Connection(SocketChannel channel, Readiness readiness) {
        this.channel = channel;
        this.readiness = readiness;
    }

    /** A connection that a listener accepted; it is closed when this fails. */
    public static Connection accepted(SocketChannel channel, Carrier carrier) throws IOException {
        try {
            channel.configureBlocking(false);
            return new Connection(channel, carrier.register(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Connects.
     *
     * @param unanswered how long sent bytes may stay unacknowledged before the connection counts as dead
     * @throws SocketTimeoutException when {@code timeout} passed first
     */
    public static Connection connect(InetSocketAddress to, Carrier carrier, Duration timeout, Duration unanswered)
            throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        var connection = accepted(socket(deadline), carrier);
        try {
            connection.connect(to, deadline);
            connection.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connection.channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            SocketOptions.userTimeout(connection.channel, unanswered);
            return connection;
        } catch (SocketTimeoutException e) {
            connection.close();
            throw new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A new socket. When descriptors have run out (EMFILE, ENFILE) it waits: others give theirs back all the time. */
    private static SocketChannel socket(long deadline) throws IOException {
        while (true) {
            try {
                return SocketChannel.open();
            } catch (IOException e) {
                if (deadline - System.nanoTime() <= 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(FOR_DESCRIPTORS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a descriptor");
        }
    }

    private void connect(InetSocketAddress to, long deadline) throws IOException {
        boolean connected =
                channel.connect(to) || channel.finishConnect(); // a peer on this machine has answered by now
        while (!connected) {
            readiness.await(SelectionKey.OP_CONNECT, deadline);
            connected = channel.finishConnect();
        }
    }

    /** Reads what is there: the number of bytes, 0 when there are none now, -1 at the end. Never waits. */
    public int read(ByteBuffer buffer) throws IOException {
        int count = channel.read(buffer);
        if (count < 0 && closing) {
            throw new AsynchronousCloseException(); // we shut it down to wake who waits; the peer has not finished
        }
        return count;
    }

    /** Writes what the socket takes now, possibly nothing. Never waits. */
    public int write(ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    /**
     * Writes everything, waiting as often as the socket is full.
     *
     * @param patience nanoseconds without the peer taking a byte
     * @throws SocketTimeoutException when {@code patience} was not enough
     */
    public void writeAll(ByteBuffer buffer, long patience) throws IOException {
        channel.write(buffer);
        while (buffer.hasRemaining()) {
            awaitWritable(System.nanoTime() + patience);
            channel.write(buffer);
        }
    }

    /** @param deadline see {@link Readiness#await} */
    public void awaitReadable(long deadline) throws IOException {
        readiness.await(SelectionKey.OP_READ, deadline);
    }

    /** @param deadline see {@link Readiness#await} */
    public void awaitWritable(long deadline) throws IOException {
        readiness.await(SelectionKey.OP_WRITE, deadline);
    }

    /** Makes the thread in {@link #awaitReadable} return early; to be called on the connection's carrier. */
    public void nudge() {
        readiness.nudge();
    }

    /** Half-close: tells the peer that we finished sending, RFC 9293 section 3.6. We go on reading. */
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Closes with RST, so that the peer knows that bytes are missing. */
    public void reset() throws IOException {
        closing = true;
        if (channel.isOpen()) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        close();
    }

    public InetSocketAddress local() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    public InetSocketAddress remote() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    public SocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        try (channel) {
            readiness.cancel();
        }
    }
}

package mesh.proxy.loom;

import java.io.IOException;
import java.nio.channels.SelectableChannel;

/** Where the proxy's threads run. A connection, its upstream and both its directions stay on one carrier. */
public sealed interface Carrier extends AutoCloseable permits EventLoop, JdkThreads {
    /** Runs blocking code on a thread of its own. */
    void start(Runnable task);

    /** Runs a short task that never blocks where this carrier's connections may be touched; from any thread. */
    void execute(Runnable task);

    /** Makes a non-blocking channel one that this carrier's threads can wait for. */
    Readiness register(SelectableChannel channel) throws IOException;

    /** The buffers of this carrier's relays. */
    BufferPool buffers();

    /** The pipes for bulk flows; none where connections are used from several threads. */
    PipePool pipes();

    /** Ends the carrier's own thread. Threads that still wait on it are never woken again. */
    @Override
    void close();
}

package mesh.proxy.loom;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.Executor;

/**
 * The same proxy without our scheduler: virtual threads on the JDK's, or platform threads. The data path is the same
 * code; only who wakes a waiting thread differs. Kept to compare with ({@code --carriers jdk}, {@code --carriers
 * platform}), and for a JDK that does not let us in.
 */
public final class JdkThreads implements Carrier {
    private final Executor threads;
    private final BufferPool buffers;
    private final PipePool noPipes = new PipePool(0);

    private JdkThreads(Executor threads, BufferPool buffers) {
        this.threads = threads;
        this.buffers = buffers;
    }

    public static JdkThreads virtual(BufferPool buffers) {
        return new JdkThreads(Thread::startVirtualThread, buffers);
    }

    public static JdkThreads platform(BufferPool buffers) {
        return new JdkThreads(task -> Thread.ofPlatform().daemon().start(task), buffers);
    }

    @Override
    public void start(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public Readiness register(SelectableChannel channel) throws IOException {
        return new PolledReadiness(channel);
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    @Override
    public PipePool pipes() {
        return noPipes;
    }

    @Override
    public void close() {
        // The JDK owns these threads.
    }
}

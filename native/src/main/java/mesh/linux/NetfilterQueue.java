package mesh.linux;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * One NFQUEUE: the kernel hands over each packet that a rule {@code -j NFQUEUE --queue-num N} matches, and holds it
 * until we give a verdict.
 *
 * <p>A queue belongs to the network namespace of the thread that opens it:
 *
 * <pre>
 *   try (var queue = pod.call(() -> NetfilterQueue.open(QueueOptions.queue(7), packet -> Verdict.ACCEPT))) {
 *       queue.await(); // until another thread calls close()
 *   }
 * </pre>
 *
 * <p>Give the rule {@code --queue-bypass}: then packets go on as if it were not there whenever nobody has the queue
 * open, so the end of this process, however it comes, stops no traffic. Without it they are dropped.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/iptables-extensions.8.html">iptables-extensions(8), NFQUEUE</a>
 */
public final class NetfilterQueue implements AutoCloseable {
    private final QueueOptions options;
    private final Set<QueueFlag> flags;
    private final QueueLoop loop;
    private final FutureTask<Void> running;

    private NetfilterQueue(QueueOptions options, Set<QueueFlag> flags, QueueLoop loop) {
        this.options = options;
        this.flags = flags;
        this.loop = loop;
        this.running = new FutureTask<>(this::run);
    }

    /**
     * Binds a queue in the calling thread's network namespace, and starts a thread of its own there that asks
     * {@code decision} about one packet after the other. A decision that waits makes every later packet wait; one that
     * throws lets its packet pass and ends the queue.
     *
     * @throws QueueInUseException naming who has it
     * @throws IOException saying what is missing: the library, CAP_NET_ADMIN, the kernel's support
     */
    public static NetfilterQueue open(QueueOptions options, Function<QueuedPacket, Verdict> decision)
            throws IOException {
        LibNetfilterQueue.load();
        var loop = new QueueLoop(options, decision);
        try {
            var queue = new NetfilterQueue(options, configure(loop.handle(), options), loop);
            queue.start();
            return queue;
        } catch (IOException | RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    private static Set<QueueFlag> configure(QueueHandle handle, QueueOptions options) throws IOException {
        handle.receiveBuffer(options.receiveBufferBytes());
        handle.length(options.length());
        var granted = EnumSet.noneOf(QueueFlag.class);
        for (var flag : options.flags()) { // one at a time: a kernel without one of them refuses the whole request
            if (handle.grants(flag)) {
                granted.add(flag);
            }
        }
        handle.copyPackets(options.copyBytes()); // last: from now on packets come
        return Collections.unmodifiableSet(granted); // in the enum's order
    }

    private void start() {
        Thread.ofPlatform() // it waits in native calls, which would pin the carrier of a virtual thread
                .name("nfqueue-" + options.number())
                .daemon()
                .start(running);
    }

    private Void run() throws Exception {
        try {
            loop.run();
        } finally {
            loop.close();
        }
        return null;
    }

    /** Those of the flags asked for that this kernel granted. */
    public Set<QueueFlag> flags() {
        return flags;
    }

    public int number() {
        return options.number();
    }

    /** What happened until now. */
    public QueueCounters counters() {
        return loop.counters();
    }

    /** Whether it was closed or has ended by itself; {@link #await()} says why. */
    public boolean isDone() {
        return running.isDone();
    }

    /**
     * Waits until another thread closes this queue.
     *
     * @throws IOException when it ended by itself: the decision failed, or the socket did
     */
    public void await() throws IOException, InterruptedException {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "NFQUEUE %d ended early: %s. It is unbound now; a rule with --queue-bypass lets packets pass."
                            .formatted(options.number(), e.getCause()),
                    e.getCause());
        }
    }

    /**
     * Gives the packets that wait their verdicts, unbinds the queue and waits until that is done. A second call does
     * nothing.
     *
     * @throws IOException as {@link #await()}
     */
    @Override
    public void close() throws IOException {
        loop.stop();
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the queue's thread ends all the same
        }
    }
}

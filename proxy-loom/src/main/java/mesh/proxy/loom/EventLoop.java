package mesh.proxy.loom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One platform thread that is both the scheduler of its virtual threads and a {@link Selector} loop.
 *
 * <p>A virtual thread that finds nothing to read parks; the loop selects, unparks it, and runs its continuation on the
 * same thread. No hand-over between threads, no lock, and no epoll_ctl(2) in the steady state: on the JDK's scheduler
 * each wake-up crosses from the poller's thread to a worker. One turn of the loop is
 *
 * <pre>
 *   run every continuation that is ready now -> select -> unpark who can go on -> expire deadlines
 * </pre>
 */
public final class EventLoop implements Carrier, Executor {
    /**
     * What steps make ready runs in the same turn, but only so often: then the network has its turn, even if threads
     * go on making each other ready. A new connection takes three rounds from accept to waiting for its first byte.
     */
    private static final int ROUNDS = 3;

    private final Selector selector;
    private final Thread thread;
    private final BufferPool buffers;
    private final PipePool pipes;
    private final Deadlines deadlines = new Deadlines();
    private final Consumer<SelectionKey> wake = EventLoop::wake; // made once, not once a turn

    /** Continuations that this loop's own threads made ready: touched by this thread only. */
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

    /** Work from other threads. */
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();

    private long stepsRun;
    private volatile boolean selecting;
    private volatile boolean closed;
    private final AtomicLong step = new AtomicLong(); // the number of the step that runs, 0 between; for the watchdog
    private volatile Thread running; // the virtual thread that ran last, as far as it told; for the watchdog

    private EventLoop(int number, BufferPool buffers, PipePool pipes) throws IOException {
        this.selector = Selector.open();
        this.buffers = buffers;
        this.pipes = pipes;
        this.thread = Thread.ofPlatform().name("carrier-" + number).daemon().unstarted(this::run);
    }

    /** Starts a carrier. @throws IllegalStateException when {@link #unavailableBecause()} has a reason */
    public static EventLoop start(int number, BufferPool buffers, PipePool pipes) throws IOException {
        if (!unavailableBecause().isEmpty()) {
            throw new IllegalStateException(unavailableBecause());
        }
        var loop = new EventLoop(number, buffers, pipes);
        loop.thread.start();
        return loop;
    }

    /** Why this JDK has no virtual threads on a scheduler of ours; empty when it has. */
    public static String unavailableBecause() {
        return VirtualThreads.unavailableBecause();
    }

    @Override
    public void start(Runnable task) {
        var started = VirtualThreads.create(this, () -> {
            resumed(Thread.currentThread());
            task.run();
        });
        started.start();
    }

    /** Called by the JDK with the next step of a virtual thread, and by anyone with a task of their own. */
    @Override
    public void execute(Runnable step) {
        if (VirtualThreads.currentCarrier() == thread) {
            ready.add(step);
            return;
        }
        handedOver.add(step);
        if (selecting) {
            selector.wakeup();
        }
    }

    @Override
    public Readiness register(SelectableChannel channel) throws IOException {
        return new KeyReadiness(this, channel, selector);
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    @Override
    public PipePool pipes() {
        return pipes;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** The number of the step that runs now, 0 when none does: one that is still the same a while later blocks. */
    long step() {
        return step.get();
    }

    /** A virtual thread tells that it runs now. */
    void resumed(Thread virtual) {
        running = virtual;
    }

    /** The virtual thread that ran last; null before the first. */
    Thread running() {
        return running;
    }

    String name() {
        return thread.getName();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                runReady();
                select();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("carrier " + thread.getName() + " cannot select any more", e);
        }
    }

    private void runReady() {
        for (Runnable step; (step = handedOver.poll()) != null; ) {
            ready.add(step);
        }
        if (!ready.isEmpty()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int steps = ready.size(); steps > 0; steps--) {
                    step.lazySet(++stepsRun);
                    ready.poll().run();
                }
            }
            step.lazySet(0);
        }
    }

    private void select() throws IOException {
        if (ready.isEmpty()) {
            selecting = true; // before looking: who hands over later sees it, and wakes the selector
            if (handedOver.isEmpty()) {
                sleep();
            }
            selecting = false;
        } else {
            selector.selectNow(wake);
        }
        if (deadlines.next() != Readiness.NEVER) {
            deadlines.expire(System.nanoTime(), timer -> ((KeyReadiness.Waiter) timer).timedOut());
        }
    }

    private static void wake(SelectionKey key) {
        ((KeyReadiness) key.attachment()).ready(key.readyOps());
    }

    private void sleep() throws IOException {
        long next = deadlines.next();
        if (next == Readiness.NEVER) {
            selector.select(wake);
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime() + 999_999);
        if (millis > 0) {
            selector.select(wake, millis);
        } else {
            selector.selectNow(wake);
        }
    }
}

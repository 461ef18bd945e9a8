package mesh.lab.watch;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mesh.linux.NetfilterQueue;
import mesh.linux.NetworkNamespace;
import mesh.linux.QueueFlag;
import mesh.linux.QueueInUseException;
import mesh.linux.QueueOptions;

/**
 * Shows each TCP packet of a pod at mangle PREROUTING, INPUT and OUTPUT, and accepts it.
 *
 * <p>The queue is opened before the rules go in and closed after they are out, and the rules say bypass: whether the
 * watch ends well or is killed, the pod's traffic flows. Rules that a killed watch has left do nothing; the next watch,
 * or {@link #cleanUp}, removes them.
 */
public final class PacketWatch {
    private static final int COPIED_BYTES = 256; // IP and TCP headers with options, and some of the payload
    private static final int WAITING_PACKETS = 4096;
    private static final int LOOK_MILLIS = 100; // how long the end of the watch may go unnoticed
    private static final int STUCK_SECONDS = 2; // a run that takes longer to end than this waits for its output

    private final NetworkNamespace pod;
    private final PrintStream out;
    private final WatchOptions options;
    private final Conversations conversations = new Conversations();
    private final Capturing capturing = new Capturing();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    public PacketWatch(NetworkNamespace pod, PrintStream out, WatchOptions options) {
        this.pod = pod;
        this.out = out;
        this.options = options;
    }

    /**
     * Watches until the count or the time is reached, {@link #stop()} is called, or nobody reads the output any more.
     *
     * @throws IOException saying what is missing, or that the pod is being watched already
     */
    public Seen run() throws IOException {
        var onExit = new Thread(this::stopAndWait, "watch-ends");
        Runtime.getRuntime().addShutdownHook(onExit);
        try (var queue = open()) {
            return watch(queue);
        } finally {
            ended.countDown();
            removeHook(onExit);
        }
    }

    /** Ends the watch, from any thread; {@link #run()} removes the rules and returns. */
    public void stop() {
        stopped = true;
    }

    /** Waits until the rules are in: from now on packets are seen. */
    public void awaitStarted() throws InterruptedException {
        started.await();
    }

    /** Removes what a watch that was killed has left in a pod. @return whether there was anything */
    public static boolean cleanUp(NetworkNamespace pod) throws IOException {
        return new RuleTables(pod).remove();
    }

    private NetfilterQueue open() throws IOException {
        var asked = QueueOptions.queue(options.queue())
                .withCopyBytes(COPIED_BYTES)
                .withLength(WAITING_PACKETS)
                .withFlags(QueueFlag.FAIL_OPEN, QueueFlag.UID_GID, QueueFlag.GSO);
        try {
            return pod.call(() -> NetfilterQueue.open(asked, capturing));
        } catch (QueueInUseException e) {
            throw new IOException("pod " + pod.name() + " is being watched already. " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot watch pod " + pod.name(), e);
        }
    }

    private Seen watch(NetfilterQueue queue) throws IOException {
        var rules = new RuleTables(pod);
        try {
            rules.install(options.queue(), options.port());
            announce(queue);
            started.countDown();
            return new Seen(print(queue), capturing.notShown(), queue.counters().overruns());
        } finally {
            rules.remove();
        }
    }

    private void announce(NetfilterQueue queue) {
        if (options.format() != WatchOptions.Format.JSON) {
            out.printf(
                    "watching pod %s at mangle PREROUTING, INPUT and OUTPUT: NFQUEUE %d, granted %s. Ctrl-C ends.%n",
                    pod.name(), queue.number(), queue.flags());
        }
    }

    /** @return how many packets were shown */
    private long print(NetfilterQueue queue) throws IOException {
        var view = View.of(options);
        long deadline = System.nanoTime() + options.duration().toNanos();
        long shown = 0;
        while (!isOver(shown, deadline)) {
            var sighting = next();
            if (sighting.isPresent()) {
                out.println(view.line(conversations.observe(sighting.get())));
                shown++;
            } else {
                failIfEnded(queue);
            }
        }
        return shown;
    }

    private boolean isOver(long shown, long deadline) {
        return stopped
                || out.checkError() // nobody reads any more
                || (options.count().isPresent() && shown >= options.count().getAsLong())
                || (!options.duration().isZero() && System.nanoTime() - deadline >= 0);
    }

    private Optional<Sighting> next() {
        try {
            return capturing.next(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
            return Optional.empty();
        }
    }

    private static void failIfEnded(NetfilterQueue queue) throws IOException {
        if (queue.isDone()) {
            try {
                queue.await(); // throws what ended it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** On Ctrl-C and SIGTERM: the rules go before the process does, also when {@link #run()} is stuck in printing. */
    private void stopAndWait() {
        stop();
        try {
            if (!ended.await(STUCK_SECONDS, TimeUnit.SECONDS)) {
                cleanUp(pod);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("the rules of this watch are still in pod " + pod.name() + ": " + e.getMessage()
                    + ". They do nothing; the next watch removes them.");
        }
    }

    private static void removeHook(Thread onExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The process is ending: it was that hook which ended the watch.
        }
    }

    /**
     * What a watch has seen.
     *
     * @param shown packets printed
     * @param notShown packets that went by while the output was too slow
     * @param overruns times the kernel could not hand over all packets; they passed unseen
     */
    public record Seen(long shown, long notShown, long overruns) {}
}

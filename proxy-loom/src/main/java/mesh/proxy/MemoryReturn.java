package mesh.proxy;

import java.time.Duration;

/**
 * Gives memory back after a burst. The heap shrinks only in a full collection, and nothing asks for one in a process
 * that has become quiet: what 9,000 busy connections took would stay with 9,000 idle ones for ever. So one collection
 * is asked for when the heap has grown and nobody allocates any more. It stops the threads for some 10 ms for each
 * thousand connections, which is why a process that works is left alone.
 */
final class MemoryReturn implements Runnable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);
    private static final long QUIET_BYTES = 256 * 1024; // allocated between two looks: a scrape of the metrics
    private static final long WORTH_BYTES = 4L * 1024 * 1024;

    private final Runtime runtime = Runtime.getRuntime();
    private long usedBefore;
    private long usedAfterCollection;
    private long heldAfterCollection;

    static void start() {
        Thread.ofPlatform().name("memory").daemon().start(new MemoryReturn());
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        boolean quiet = Math.abs(used() - usedBefore) < QUIET_BYTES;
        if (quiet && worthIt()) {
            System.gc();
            usedAfterCollection = used();
            heldAfterCollection = runtime.totalMemory();
        }
        usedBefore = used();
    }

    /** There is garbage; or a collection in the middle of the burst has taken it, and the heap stayed as large. */
    private boolean worthIt() {
        return used() > usedAfterCollection + WORTH_BYTES || runtime.totalMemory() > heldAfterCollection + WORTH_BYTES;
    }

    private long used() {
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

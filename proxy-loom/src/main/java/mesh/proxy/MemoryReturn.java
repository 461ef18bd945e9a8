package mesh.proxy;

import java.time.Duration;

/**
 * Gives memory back after a burst. The heap shrinks only in a full collection, and nothing asks for one in a process
 * that has become quiet: what 9,000 busy connections took would stay with 9,000 idle ones for ever. So one collection
 * is asked for when the proxy has worked and nobody allocates any more. It stops the threads for some 10 ms for each
 * thousand connections, which is why a process that works is left alone, and why there is a pause between two.
 */
final class MemoryReturn implements Runnable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final long QUIET_BYTES = 256 * 1024; // allocated between two looks: a scrape of the metrics

    private final Runtime runtime = Runtime.getRuntime();
    private long usedBefore;
    private boolean worked;
    private long collectedAt = System.nanoTime();

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
        if (!quiet) {
            worked = true;
        } else if (worked && System.nanoTime() - collectedAt > PAUSE.toNanos()) {
            System.gc();
            worked = false;
            collectedAt = System.nanoTime();
        }
        usedBefore = used();
    }

    private long used() {
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

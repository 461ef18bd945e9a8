package mesh.controlplane.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mesh.controlplane.catalog.StatusWrites;
import mesh.controlplane.status.Claim;
import mesh.controlplane.status.StatusPatch;

/**
 * Writes statuses, one after another, on a thread of its own, so that nobody waits for it. Of each object only the newest
 * patch is kept. It writes at most so many a second, and waits longer after each failure.
 */
final class StatusWriter implements AutoCloseable {
    /** Between two writes: a thousand routes that change at once are no flood for an API server. */
    private static final Duration GAP = Duration.ofMillis(50);

    /** Who delivers a patch. May wait, and is never called by two threads at once. */
    interface Sender {
        Answer send(StatusPatch patch) throws InterruptedException;
    }

    private final Sender sender;
    private final Duration gap;
    private final Consumer<String> log;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;

    // Below: guarded by this.
    private final Map<Claim.Key, StatusPatch> pending = new LinkedHashMap<>();
    private final Map<Claim.Key, StatusPatch> written = new HashMap<>();
    private final Waits waits;
    private long writes;
    private long conflicts;
    private long failures;

    StatusWriter(Sender sender, Consumer<String> log) {
        this(sender, log, GAP, Waits.FIRST);
    }

    /** @param firstWait after a failure; each further one is twice as long */
    StatusWriter(Sender sender, Consumer<String> log, Duration gap, Duration firstWait) {
        this.sender = sender;
        this.log = log;
        this.gap = gap;
        waits = new Waits(firstWait);
        thread = Thread.ofPlatform().name("status").daemon().start(this::run);
    }

    /** @param patches all that is to be written now, instead of what was to be written before */
    void want(List<StatusPatch> patches) {
        synchronized (this) {
            pending.clear();
            for (var patch : patches) {
                var key = patch.claim().key();
                if (!patch.repeats(written.get(key))) { // else it is written, and only not read back yet
                    pending.put(key, patch);
                }
            }
            var keys = patches.stream().map(patch -> patch.claim().key()).toList();
            written.keySet().retainAll(keys);
            waits.forgetAllBut(pending.keySet());
        }
        news.release();
    }

    synchronized StatusWrites count() {
        return new StatusWrites(writes, conflicts, failures, pending.size());
    }

    private void run() {
        try {
            while (true) {
                var patch = next();
                if (patch.isPresent()) {
                    note(patch.get(), sender.send(patch.get())).forEach(log);
                    TimeUnit.NANOSECONDS.sleep(gap.toNanos());
                } else {
                    boolean woken = news.tryAcquire(untilNext().toNanos(), TimeUnit.NANOSECONDS);
                    if (woken) {
                        news.drainPermits();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private synchronized Optional<StatusPatch> next() {
        long now = System.nanoTime();
        return pending.values().stream()
                .filter(patch -> waits.left(patch.claim().key(), now).isZero())
                .findFirst();
    }

    private synchronized Duration untilNext() {
        long now = System.nanoTime();
        return pending.keySet().stream()
                .map(key -> waits.left(key, now))
                .min(Duration::compareTo)
                .orElse(Duration.ofHours(1)); // nothing to do: news wakes us
    }

    /** @return what is to be said of it */
    private synchronized List<String> note(StatusPatch patch, Answer answer) {
        var key = patch.claim().key();
        var lines = new ArrayList<String>();
        if (answer.isGood()) {
            writes++;
            written.put(key, patch);
            pending.remove(key, patch); // unless it is another one by now
            waits.succeeded(key).forEach(scope -> lines.add("status: no longer: cannot be written of " + scope));
            return lines;
        }
        if (answer.isConflict()) {
            conflicts++;
        } else {
            failures++;
        }
        if (waits.failed(key, answer, System.nanoTime())) {
            lines.add("status: cannot be written of %s, and is tried again: %s".formatted(key, answer.reason()));
        }
        return lines;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

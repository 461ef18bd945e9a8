package mesh.webhook.admission;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Gives each question its turn, so that the heap holds all that are being answered. A tree of JSON can be thirty times as
 * large as its text: small questions are judged some at a time, and large ones read and judged one after another. Nobody
 * holds a turn of the small ones while bytes are awaited from the network, so who sends slowly, or has gone away in the
 * middle of a question, keeps none of them from being answered.
 */
final class Turns {
    /** Bytes. An ordinary pod has a few thousand, and at most so many connections are open as 300 of these have room. */
    private static final int LARGE = 64 << 10;

    private static final int JUDGED_AT_ONCE = 8;

    /** The API server waits no longer for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Semaphore judging = new Semaphore(JUDGED_AT_ONCE, true);
    private final Semaphore large = new Semaphore(1, true);

    /**
     * Reads and judges, each in its turn.
     *
     * @param bytes that are announced
     * @return false when there was no turn in time, and nothing was read
     */
    boolean take(long bytes, Supplier<byte[]> read, Consumer<byte[]> judge) {
        if (bytes <= LARGE) {
            judged(read.get(), judge);
            return true;
        }
        if (!isGiven(large)) {
            return false;
        }
        try {
            judged(read.get(), judge);
            return true;
        } finally {
            large.release();
        }
    }

    private void judged(byte[] body, Consumer<byte[]> judge) {
        judging.acquireUninterruptibly();
        try {
            judge.accept(body);
        } finally {
            judging.release();
        }
    }

    private static boolean isGiven(Semaphore turn) {
        try {
            return turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

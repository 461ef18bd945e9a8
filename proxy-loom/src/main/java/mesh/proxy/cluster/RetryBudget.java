package mesh.proxy.cluster;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Retries as a share of the requests, so that a failing service is not hit harder for failing. A token bucket: each
 * request puts in a part of a token and each retry takes one out; some drip in with time, for services with few
 * requests. What is saved is bounded, so a quiet hour does not pay for a storm.
 *
 * @see <a href="https://github.com/twitter/finagle/blob/develop/finagle-core/src/main/scala/com/twitter/finagle/service/RetryBudget.scala">Finagle's,
 *     after which it is modelled</a>
 */
public final class RetryBudget {
    private static final long TOKEN = 100; // so a percent is 1
    private static final long SAVED_SECONDS = 10; // of drips; and as many tokens as so many retries from requests
    private static final long SECOND = 1_000_000_000;
    private static final long SAVED_RETRIES = 10;

    private final int percent;
    private final int perSecond;
    private final LongSupplier clock;
    private final AtomicLong tokens;
    private final AtomicLong drippedAt;

    RetryBudget(int percent, int perSecond, LongSupplier clock) {
        this.percent = percent;
        this.perSecond = perSecond;
        this.clock = clock;
        this.tokens = new AtomicLong(perSecond * TOKEN);
        this.drippedAt = new AtomicLong(clock.getAsLong());
    }

    static RetryBudget of(Policy policy) {
        return new RetryBudget(policy.retryPercent(), policy.minRetriesPerSecond(), System::nanoTime);
    }

    /** A request begins. */
    public void requested() {
        if (tokens.get() < most()) {
            tokens.addAndGet(percent);
        }
    }

    /** @return whether a retry is paid for */
    public boolean tryRetry() {
        drip();
        long there = tokens.get();
        while (there >= TOKEN) {
            if (tokens.compareAndSet(there, there - TOKEN)) {
                return true;
            }
            there = tokens.get();
        }
        return false;
    }

    private void drip() {
        long now = clock.getAsLong();
        long before = drippedAt.get();
        long drops = Math.min(now - before, SAVED_SECONDS * SECOND) * perSecond * TOKEN / SECOND;
        if (drops > 0 && drippedAt.compareAndSet(before, now)) {
            tokens.updateAndGet(there -> Math.min(most(), there + drops));
        }
    }

    private long most() {
        return (SAVED_RETRIES + SAVED_SECONDS * perSecond) * TOKEN;
    }
}

package mesh.proxy.discovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connect: up to twice as long after each that failed, and anything below that, so
 * that hundreds of proxies do not come back in one moment.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">on "full jitter"</a>
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final RandomGenerator random;
    private Duration most = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Above zero and at most {@link #LONGEST}. */
    Duration next() {
        var wait = Duration.ofMillis(1 + random.nextLong(most.toMillis()));
        var doubled = most.multipliedBy(2);
        most = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return wait;
    }

    /** The control plane was there. */
    void reset() {
        most = FIRST;
    }
}

package mesh.proxy.discovery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffProperties {
    @Property(tries = 200)
    void aWaitIsNeverZeroAndNeverLongerThanTheLongest(@ForAll long seed, @ForAll @IntRange(max = 40) int failures) {
        var wait = afterFailures(seed, failures);
        assertTrue(wait.isPositive() && wait.compareTo(Backoff.LONGEST) <= 0, wait::toString);
    }

    @Property(tries = 200)
    void afterSuccessItBeginsShortAgain(@ForAll long seed, @ForAll @IntRange(max = 40) int failures) {
        var backoff = new Backoff(new SplittableRandom(seed));
        IntStream.range(0, failures).forEach(_ -> backoff.next());
        backoff.reset();
        assertTrue(backoff.next().compareTo(Backoff.FIRST) <= 0);
    }

    /** 500 proxies that lost their control plane in one moment and found it away six times. */
    @Property(tries = 50)
    void proxiesDoNotComeBackInOneMoment(@ForAll long seed) {
        var seeds = new SplittableRandom(seed);
        var perSecond = new int[(int) Backoff.LONGEST.toSeconds() + 1];
        for (int proxy = 0; proxy < 500; proxy++) {
            perSecond[(int) afterFailures(seeds.nextLong(), 6).toSeconds()]++;
        }
        int most = IntStream.of(perSecond).max().orElseThrow();
        assertTrue(most < 100, () -> most + " of 500 within one second of ten");
    }

    private static Duration afterFailures(long seed, int failures) {
        var backoff = new Backoff(new SplittableRandom(seed));
        IntStream.range(0, failures).forEach(_ -> backoff.next());
        return backoff.next();
    }
}

package mesh.proxy.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RetryBudgetProperties {
    private long now = 5;

    /** A number is so many requests and as many wishes to retry, a millisecond later each. */
    @Property(tries = 300)
    void retriesAreNeverMoreThanTheirShareAndWhatDrips(
            @ForAll @IntRange(max = 100) int percent,
            @ForAll @IntRange(max = 20) int perSecond,
            @ForAll @Size(max = 50) List<@IntRange(max = 200) Integer> bursts) {
        var budget = new RetryBudget(percent, perSecond, () -> now);
        long began = now;
        long requests = 0;
        long retries = 0;
        for (int burst : bursts) {
            for (int i = 0; i < burst; i++) {
                budget.requested();
                requests++;
                retries += budget.tryRetry() ? 1 : 0;
            }
            now += 1_000_000;
        }
        double seconds = (now - began) / 1e9;
        assertTrue(retries <= requests * percent / 100.0 + perSecond * (seconds + 1), retries + " of " + requests);
    }
}

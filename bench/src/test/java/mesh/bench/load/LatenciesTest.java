package mesh.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreNearestRanksInMicroseconds() {
        var latencies = new Latencies();
        for (int i = 100; i > 0; i--) {
            latencies.add(i * 1000L);
        }
        assertEquals(50, latencies.micros(0.50));
        assertEquals(99, latencies.micros(0.99));
        assertEquals(100, latencies.micros(1));
    }

    @Test
    void thereMayBeMoreThanWereExpected() {
        var latencies = new Latencies();
        for (int i = 0; i < 100_000; i++) {
            latencies.add(7000);
        }
        assertEquals(100_000, latencies.count());
        assertEquals(7, latencies.micros(0.99));
    }
}

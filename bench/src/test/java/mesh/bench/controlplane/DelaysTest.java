package mesh.bench.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DelaysTest {
    private static final long MS = 1_000_000;

    @Test
    void aPercentileIsTheSmallestThatSoManyDidNotExceed() {
        var delays = Delays.of(LongStream.rangeClosed(1, 100).map(i -> (101 - i) * MS));
        assertEquals(50, delays.millis(0.5));
        assertEquals(99, delays.millis(0.99));
        assertEquals(100, delays.millis(1));
        assertEquals(100 * MS, delays.longest());
    }

    @Test
    void partsCountTogether() {
        var all =
                Delays.all(List.of(Delays.of(LongStream.of(1 * MS, 4 * MS)), Delays.of(LongStream.of(2 * MS, 3 * MS))));
        assertEquals(2, all.millis(0.5));
        assertEquals(4, all.millis(1));
    }
}

package mesh.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertEquals(new Summary(3, 1, 100, 3), Summary.of(List.of(100.0, 1.0, 3.0)));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertEquals(new Summary(2.5, 1, 9, 4), Summary.of(List.of(9.0, 2.0, 3.0, 1.0)));
    }

    @Test
    void thereIsNoMedianOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> Summary.of(List.of()));
    }
}

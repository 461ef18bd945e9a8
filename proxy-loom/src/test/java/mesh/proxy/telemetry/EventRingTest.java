package mesh.proxy.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import mesh.proxy.telemetry.HopEvent.FirstBytes;
import mesh.proxy.telemetry.HopEvent.Way;
import org.junit.jupiter.api.Test;

class EventRingTest {
    private final EventRing ring = new EventRing(3);

    @Test
    void eventsComeOutOldestFirstAndOnce() {
        emit(1, 2);
        assertEquals(List.of(event(1), event(2)), ring.drain());
        assertEquals(List.of(), ring.drain());
        emit(3, 4, 5);
        assertEquals(List.of(event(3), event(4), event(5)), ring.drain());
        assertEquals(0, ring.lost());
    }

    @Test
    void aFullRingLosesTheOldestAndCountsThem() {
        emit(1, 2, 3, 4, 5);
        assertEquals(List.of(event(3), event(4), event(5)), ring.drain());
        assertEquals(2, ring.lost());
    }

    private void emit(int... numbers) {
        for (int number : numbers) {
            ring.emit(event(number));
        }
    }

    private static HopEvent event(int number) {
        return new FirstBytes(number, number, Way.SENT, 1);
    }
}

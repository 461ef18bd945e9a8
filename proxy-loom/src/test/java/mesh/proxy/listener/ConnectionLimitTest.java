package mesh.proxy.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import mesh.proxy.telemetry.HopEvent.Direction;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
    @Test
    void noDirectionMayHaveAllSoThatTheOtherStillWorks() {
        var limit = new ConnectionLimit(160);
        assertEquals(150, reserveAll(limit, Direction.INBOUND));
        assertEquals(10, reserveAll(limit, Direction.OUTBOUND), "kept for the app's own calls");
        limit.release(Direction.INBOUND);
        assertTrue(limit.tryReserve(Direction.OUTBOUND));
        assertFalse(limit.tryReserve(Direction.INBOUND));
    }

    @Test
    void whoDoesNotGetOneInTimeLeavesNothingReserved() throws Exception {
        var limit = new ConnectionLimit(1);
        assertTrue(limit.tryReserve(Direction.INBOUND));
        assertFalse(limit.tryReserve(Direction.OUTBOUND, Duration.ofMillis(1)));
        limit.release(Direction.INBOUND);
        assertTrue(limit.tryReserve(Direction.OUTBOUND, Duration.ofMillis(1)));
    }

    private static int reserveAll(ConnectionLimit limit, Direction direction) {
        int reserved = 0;
        while (limit.tryReserve(direction)) {
            reserved++;
        }
        return reserved;
    }
}

package mesh.proxy.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of one carrier, on their way to the views. Bounded: when the views fall behind, the oldest events go, and
 * a counter says how many. The lock is held for a few instructions, and contended only while the views take a batch.
 */
final class EventRing implements HopEvents {
    private final HopEvent[] slots;
    private int first;
    private int size;
    private long lost;

    /** @param capacity events that wait at most */
    EventRing(int capacity) {
        this.slots = new HopEvent[capacity];
    }

    @Override
    public synchronized void emit(HopEvent event) {
        if (size == slots.length) {
            first = (first + 1) % slots.length;
            size--;
            lost++;
        }
        slots[(first + size) % slots.length] = event;
        size++;
    }

    /** Takes everything that waits, oldest first. */
    synchronized List<HopEvent> drain() {
        var events = new ArrayList<HopEvent>(size);
        for (; size > 0; size--) {
            events.add(slots[first]);
            slots[first] = null; // or a connection's last events would keep it from being collected
            first = (first + 1) % slots.length;
        }
        return events;
    }

    /** How many events no view has ever seen. */
    synchronized long lost() {
        return lost;
    }
}

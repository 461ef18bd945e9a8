package mesh.proxy.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import mesh.proxy.loom.Deadlines.Timer;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();
    private final List<Timer> expired = new ArrayList<>();

    @Test
    void theEarliestExpiresFirstAndOnlyOnce() {
        var late = timer(30);
        var early = timer(10);
        assertEquals(10, deadlines.next());
        assertEquals(List.of(), expiredAt(9));
        assertEquals(List.of(early), expiredAt(10));
        assertEquals(List.of(late), expiredAt(1000));
        assertEquals(Readiness.NEVER, deadlines.next());
    }

    @Test
    void aTimerThatWasMovedLaterIsLookedAtAgainAndExpiresAtItsNewTime() {
        var timer = timer(10);
        deadlines.set(timer, 50);
        assertEquals(List.of(), expiredAt(10));
        assertEquals(50, deadlines.next());
        assertEquals(List.of(timer), expiredAt(50));
    }

    @Test
    void aTimerThatWasMovedEarlierExpiresEarlier() {
        timer(20);
        var timer = timer(100);
        deadlines.set(timer, 5);
        assertEquals(5, deadlines.next());
        assertEquals(List.of(timer), expiredAt(5));
    }

    @Test
    void aForgottenTimerLeavesAtItsOldTimeWithoutExpiring() {
        var timer = timer(10);
        deadlines.set(timer, Readiness.NEVER);
        assertEquals(1, deadlines.size());
        assertEquals(List.of(), expiredAt(10));
        assertEquals(0, deadlines.size());
    }

    @Test
    void aRemovedTimerLeavesAtOnce() {
        var timer = timer(10);
        var other = timer(20);
        deadlines.remove(timer);
        deadlines.remove(timer);
        assertEquals(1, deadlines.size());
        assertEquals(List.of(other), expiredAt(100));
    }

    @Test
    void timesThatWrapAroundAreInOrder() {
        var before = timer(Long.MAX_VALUE - 10); // System.nanoTime() may be anything, also close to its end
        var after = timer(Long.MIN_VALUE + 10);
        assertEquals(List.of(before), expiredAt(Long.MAX_VALUE - 5));
        assertEquals(List.of(after), expiredAt(Long.MIN_VALUE + 20));
    }

    @Test
    void anySequenceExpiresWhatAListWould() {
        for (int seed = 0; seed < 200; seed++) {
            compareWithAList(new Random(seed));
        }
    }

    /** The same operations on the heap and on the simplest thing that is certainly right. */
    private static void compareWithAList(Random random) {
        var deadlines = new Deadlines();
        var list = new IdentityHashMap<Timer, Long>();
        var timers = new ArrayList<Timer>();
        for (long now = 0; now < 300; now++) {
            var timer = random.nextInt(4) == 0 || timers.isEmpty()
                    ? new Timer()
                    : timers.get(random.nextInt(timers.size()));
            timers.add(timer);
            if (random.nextInt(5) == 0) {
                deadlines.remove(timer);
                list.remove(timer);
            } else {
                long deadline = now + random.nextInt(40);
                deadlines.set(timer, deadline);
                list.put(timer, deadline);
            }
            long time = now;
            assertTrue(list.values().stream().allMatch(deadline -> deadlines.next() <= deadline));
            deadlines.expire(now, expired -> assertTrue(list.remove(expired) <= time));
            assertTrue(list.values().stream().allMatch(deadline -> deadline > time), "one was missed");
        }
    }

    private Timer timer(long deadline) {
        var timer = new Timer();
        deadlines.set(timer, deadline);
        return timer;
    }

    private List<Timer> expiredAt(long now) {
        expired.clear();
        deadlines.expire(now, expired::add);
        return List.copyOf(expired);
    }
}

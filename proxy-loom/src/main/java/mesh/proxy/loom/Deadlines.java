package mesh.proxy.loom;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The timers of one carrier: a binary heap whose entries know their place, so that one can be moved or removed
 * without a search. Moving a timer to a later time costs nothing: it stays where it is and is looked at again when its
 * old time comes. An idle timeout that every read pushes back is therefore one field write per read.
 */
final class Deadlines {
    /** One timer. Used by one carrier's thread only. */
    static class Timer {
        private long deadline = Readiness.NEVER;
        private long queuedAt;
        private int index = -1;

        final long deadline() {
            return deadline;
        }
    }

    private Timer[] heap = new Timer[16];
    private int size;

    /** Sets, moves or (with {@link Readiness#NEVER}) forgets a timer; a forgotten one leaves the heap at its old time. */
    void set(Timer timer, long deadline) {
        timer.deadline = deadline;
        if (deadline == Readiness.NEVER) {
            return;
        }
        if (timer.index < 0) {
            add(timer);
        } else if (deadline - timer.queuedAt < 0) {
            timer.queuedAt = deadline;
            up(timer.index);
        }
    }

    /** Takes a timer out at once, so that nothing refers to a closed connection. */
    void remove(Timer timer) {
        timer.deadline = Readiness.NEVER;
        if (timer.index >= 0) {
            removeAt(timer.index);
        }
    }

    /** When to look again: the earliest queued time, or {@link Readiness#NEVER}. */
    long next() {
        return size == 0 ? Readiness.NEVER : heap[0].queuedAt;
    }

    /** Hands over every timer whose deadline is at or before {@code now}. */
    void expire(long now, Consumer<Timer> expired) {
        while (size > 0 && heap[0].queuedAt - now <= 0) {
            var timer = heap[0];
            removeAt(0);
            if (timer.deadline == Readiness.NEVER) {
                continue;
            }
            if (timer.deadline - now > 0) {
                add(timer); // it was moved later meanwhile
            } else {
                timer.deadline = Readiness.NEVER;
                expired.accept(timer);
            }
        }
    }

    int size() {
        return size;
    }

    private void add(Timer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        timer.queuedAt = timer.deadline;
        place(timer, size++);
        up(timer.index);
    }

    private void removeAt(int index) {
        heap[index].index = -1;
        var last = heap[--size];
        heap[size] = null;
        if (index < size) {
            place(last, index);
            up(index);
            down(last.index);
        }
    }

    private void up(int index) {
        var timer = heap[index];
        while (index > 0 && before(timer, heap[(index - 1) / 2])) {
            place(heap[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }
        place(timer, index);
    }

    private void down(int index) {
        var timer = heap[index];
        while (true) {
            int child = 2 * index + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], timer)) {
                break;
            }
            place(heap[child], index);
            index = child;
        }
        place(timer, index);
    }

    private static boolean before(Timer a, Timer b) {
        return a.queuedAt - b.queuedAt < 0; // nanoTime may wrap: compare by difference
    }

    private void place(Timer timer, int index) {
        heap[index] = timer;
        timer.index = index;
    }
}

package mesh.proxy.loom;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvents;

/**
 * Finds work that holds a carrier: a call that blocks for real, an endless loop. Everything else on that carrier waits
 * meanwhile, so it must not go unnoticed. Each stall is told once, with the stack that causes it.
 */
public final class Watchdog implements AutoCloseable {
    private static final long STALL_MILLIS = 100;
    private static final int STACK_FRAMES = 12;

    private final List<EventLoop> loops;
    private final HopEvents events;
    private final long[] step;
    private final int[] looks;
    private final Thread thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::run);
    private volatile boolean closed;

    public Watchdog(List<EventLoop> loops, HopEvents events) {
        this.loops = List.copyOf(loops);
        this.events = events;
        this.step = new long[loops.size()];
        this.looks = new int[loops.size()];
        thread.start();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS));
            look();
        }
    }

    private void look() {
        for (int i = 0; i < step.length; i++) {
            long now = loops.get(i).step();
            looks[i] = now != 0 && now == step[i] ? looks[i] + 1 : 0;
            step[i] = now;
            if (looks[i] == 1) {
                tell(loops.get(i));
            }
        }
    }

    private void tell(EventLoop loop) {
        events.emit(
                new HopEvent.CarrierStalled(0, System.nanoTime(), loop.name(), STALL_MILLIS, stack(loop.running())));
    }

    private static String stack(Thread running) {
        return running == null
                ? "no virtual thread has run yet"
                : Arrays.stream(running.getStackTrace())
                        .limit(STACK_FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < "));
    }

    @Override
    public void close() {
        closed = true;
    }
}

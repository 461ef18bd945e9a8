package mesh.proxy.relay;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import mesh.linux.Pipe;
import mesh.proxy.loom.BufferPool;
import mesh.proxy.loom.Carrier;
import mesh.proxy.loom.PipePool;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvents;

/** One of a connection's two ways: reads from one side and writes to the other until the sender finishes. */
final class Way implements Runnable {
    private static final long REPORT_NANOS = 5_000_000_000L;

    private final long id;
    private final Direction direction;
    private final HopEvent.Way name;
    private final Arrivals arrivals;
    private final Connection from;
    private final Connection to;
    private final BufferPool buffers;
    private final PipePool pipes;
    private final Activity activity;
    private final HopEvents events;

    private long bytes;
    private long reportedBytes;
    private long reportedAt = System.nanoTime();
    private boolean finished;
    private IOException broken;
    private long brokenAt;

    Way(
            long id,
            Direction direction,
            HopEvent.Way name,
            Arrivals arrivals,
            Connection to,
            Carrier carrier,
            Activity activity,
            HopEvents events) {
        this.id = id;
        this.direction = direction;
        this.name = name;
        this.arrivals = arrivals;
        this.from = arrivals.connection();
        this.to = to;
        this.buffers = carrier.buffers();
        this.pipes = carrier.pipes();
        this.activity = activity;
        this.events = events;
    }

    @Override
    public void run() {
        try {
            passOnWhatHasArrived();
            do {
                awaitReadable(); // holding no buffer: idle connections cost none
            } while (passOnWhatIsThere());
            to.shutdownOutput();
            finished = true;
            events.emit(new HopEvent.HalfClosed(id, System.nanoTime(), name, bytes));
        } catch (IOException e) {
            broken = e;
            brokenAt = System.nanoTime();
        } finally {
            report(System.nanoTime());
        }
    }

    /** Passes on what was read before anybody knew where it goes. */
    private void passOnWhatHasArrived() throws IOException {
        if (!arrivals.isEmpty()) {
            int count = arrivals.bytes().remaining();
            write(arrivals.bytes());
            arrivals.settle();
            passedOn(count);
        }
    }

    /** Passes on all bytes that are there now. @return false when the sender has finished */
    private boolean passOnWhatIsThere() throws IOException {
        Pipe pipe;
        var buffer = buffers.take();
        try {
            do {
                int count = from.read(buffer.clear());
                if (count < 0) {
                    return false;
                }
                if (count == 0) {
                    return true; // woken too early: that is no activity, and must not put the idle timeout off
                }
                write(buffer.flip());
                passedOn(count);
                if (count < buffer.capacity()) {
                    return true; // a short read has emptied the socket: no need to ask again
                }
                pipe = pipe(); // a full one: this is bulk
            } while (pipe == null);
        } finally {
            buffers.give(buffer);
        }
        return spliceWhatIsThere(pipe);
    }

    /** The same without the bytes ever coming here: the kernel hands its pages from one socket to the other. */
    private boolean spliceWhatIsThere(Pipe pipe) throws IOException {
        try {
            while (true) {
                long count = pipe.fill(from.channel());
                while (pipe.held() > 0) {
                    if (pipe.drain(to.channel()) == 0) {
                        awaitWritable();
                    } else {
                        activity.moved(); // a slow reader takes long for a full pipe, and is not idle
                    }
                }
                if (count <= 0) {
                    return count == 0;
                }
                passedOn(count);
                letOthersRun();
            }
        } finally {
            pipes.give(pipe);
        }
    }

    private Pipe pipe() {
        letOthersRun();
        try {
            return pipes.take();
        } catch (IOException e) {
            events.emit(new HopEvent.NoPipe(id, System.nanoTime(), e.getMessage()));
            return null;
        }
    }

    /** A flow that always has more must not keep its carrier from the others. */
    @SuppressWarnings("ThreadPriorityCheck") // yielding here is not a hint to a scheduler: it is ours
    private static void letOthersRun() {
        Thread.yield();
    }

    private void passedOn(long count) {
        if (bytes == 0 && count > 0) {
            events.emit(new HopEvent.FirstBytes(id, System.nanoTime(), name, count));
        }
        bytes += count;
        long now = activity.moved();
        if (now - reportedAt > REPORT_NANOS) {
            report(now);
        }
    }

    private void report(long now) {
        if (bytes > reportedBytes) {
            events.emit(new HopEvent.Moved(id, now, direction, name, bytes - reportedBytes));
            reportedBytes = bytes;
        }
        reportedAt = now;
    }

    private void write(ByteBuffer buffer) throws IOException {
        to.write(buffer);
        while (buffer.hasRemaining()) {
            awaitWritable();
            if (to.write(buffer) > 0) {
                activity.moved();
            }
        }
    }

    private void awaitReadable() throws IOException {
        try {
            from.awaitReadable(activity.deadline());
        } catch (SocketTimeoutException e) {
            stalledUnlessOtherMoved();
        }
    }

    private void awaitWritable() throws IOException {
        try {
            to.awaitWritable(activity.deadline());
        } catch (SocketTimeoutException e) {
            stalledUnlessOtherMoved();
        }
    }

    private void stalledUnlessOtherMoved() throws StalledException {
        if (activity.stalled()) {
            throw activity.exception();
        }
    }

    /** Resets both connections: who waits on either wakes up. */
    void breakBoth() {
        reset(from);
        reset(to);
    }

    private void reset(Connection connection) {
        try {
            connection.reset();
        } catch (IOException e) {
            // It was broken already, which is why we are here; its descriptor is closed all the same.
        }
    }

    /** Lets the other way look at its deadline again. */
    void wakeOther() {
        to.nudge();
    }

    long bytes() {
        return bytes;
    }

    /** Whether its sender finished, and that was passed on. */
    boolean finished() {
        return finished;
    }

    /** Why this way broke; null when its sender finished. */
    IOException broken() {
        return broken;
    }

    boolean brokenEarlierThan(Way other) {
        return broken != null && brokenAt - other.brokenAt < 0;
    }
}

package mesh.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** What one queue's thread does: wait for a message, ask for the decision, send the verdict. */
final class QueueLoop {
    private static final int NETLINK_BYTES = 4096; // headers and attributes around a packet's bytes

    private final QueueOptions options;
    private final Function<QueuedPacket, Verdict> decision;
    private final LibNetfilterQueue.PacketCallback callback = this::packet; // kept: the library has only its address
    private final QueueHandle handle;
    private final QueueWait wait;
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong overruns = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private Exception failure;

    /** Binds the queue, in the calling thread's namespace. No packet comes before {@link QueueHandle#copyPackets}. */
    QueueLoop(QueueOptions options, Function<QueuedPacket, Verdict> decision) throws IOException {
        this.options = options;
        this.decision = decision;
        this.handle = QueueHandle.open(options.number(), callback);
        try {
            this.wait = new QueueWait(handle.descriptor());
        } catch (IOException e) {
            handle.close();
            throw e;
        }
    }

    QueueHandle handle() {
        return handle;
    }

    /** Decides about packets until {@link #stop()}. @throws Exception what ended it early */
    void run() throws Exception {
        try (var buffer = new Memory(options.copyBytes() + NETLINK_BYTES)) {
            while (wait.untilReadable()) {
                receive(buffer);
            }
            decideAboutThoseThatWait(buffer);
        }
    }

    /** Unbinding drops packets without a verdict, so each gets one; no more than fit, as new ones may keep coming. */
    private void decideAboutThoseThatWait(Memory buffer) throws Exception {
        int left = options.length();
        while (left > 0 && receive(buffer)) {
            left--;
        }
    }

    /** Handles one message. @return false when there was none */
    private boolean receive(Memory buffer) throws Exception {
        long bytes = LibC.recv(handle.descriptor(), buffer, buffer.size(), LibC.MSG_DONTWAIT);
        if (bytes < 0) {
            return goOnAfter(LibC.errno());
        }
        if (!handle.handle(buffer, (int) bytes)) {
            refusals.incrementAndGet();
        }
        if (failure != null) {
            throw failure;
        }
        return true;
    }

    private boolean goOnAfter(int errno) throws IOException {
        if (Errno.EAGAIN.is(errno)) {
            return false;
        }
        if (Errno.ENOBUFS.is(errno)) {
            overruns.incrementAndGet(); // messages are lost, the socket works on: netlink(7)
        } else if (!Errno.EINTR.is(errno)) {
            throw QueueHandle.failure("recv", options.number(), errno);
        }
        return true;
    }

    /** The library's callback. An exception must not leave it: there is C code below. */
    private int packet(Pointer queue, Pointer message, Pointer data, Pointer closure) {
        try {
            decide(QueuedPacket.of(data));
            return 0;
        } catch (IOException | RuntimeException e) {
            failure = e;
            return -1;
        }
    }

    private void decide(QueuedPacket packet) throws IOException {
        var verdict = Verdict.ACCEPT; // when the decision fails: a fault of ours costs nobody's packet
        try {
            verdict = decision.apply(packet);
        } finally {
            packets.incrementAndGet(); // first: who sees the packet arrive may ask for the count
            handle.verdict(packet.id(), verdict);
        }
    }

    QueueCounters counters() {
        return new QueueCounters(packets.get(), overruns.get(), refusals.get());
    }

    /** Makes {@link #run()} return; from any thread. */
    void stop() throws IOException {
        wait.stop();
    }

    /** Unbinds, after {@link #run()} has returned. */
    void close() throws IOException {
        try (wait) {
            handle.close();
        }
    }
}

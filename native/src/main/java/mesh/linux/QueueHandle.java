package mesh.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Owns the library's handles of one bound queue, and turns its failures into messages. */
final class QueueHandle implements AutoCloseable {
    /** Bound queues of the thread's namespace: number, owner's netlink port (its process id, as a rule), …; proc(5). */
    private static final Path QUEUES = Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue");

    private final int number;
    private final Pointer library;
    private final Pointer queue;

    private QueueHandle(int number, Pointer library, Pointer queue) {
        this.number = number;
        this.library = library;
        this.queue = queue;
    }

    /** Binds queue {@code number}; the caller keeps {@code callback} reachable, for the library holds only its address. */
    static QueueHandle open(int number, LibNetfilterQueue.PacketCallback callback) throws IOException {
        var library = LibNetfilterQueue.nfq_open();
        if (library == null) {
            throw failure("nfq_open", number, LibC.errno());
        }
        var queue = LibNetfilterQueue.nfq_create_queue(library, (short) number, callback, null);
        if (queue == null) {
            var failure = failure("nfq_create_queue", number, LibC.errno());
            LibNetfilterQueue.nfq_close(library);
            throw failure;
        }
        return new QueueHandle(number, library, queue);
    }

    /** How many packets may wait for a verdict. */
    void length(int packets) throws IOException {
        check("nfq_set_queue_maxlen", LibNetfilterQueue.nfq_set_queue_maxlen(queue, packets));
    }

    /** From now on each message carries the first bytes of its packet. */
    void copyPackets(int bytes) throws IOException {
        check("nfq_set_mode", LibNetfilterQueue.nfq_set_mode(queue, LibNetfilterQueue.NFQNL_COPY_PACKET, bytes));
    }

    /** Turns a flag on. @return false when this kernel does not have it */
    boolean grants(QueueFlag flag) throws IOException {
        if (LibNetfilterQueue.nfq_set_queue_flags(queue, flag.bit(), flag.bit()) >= 0) {
            return true;
        }
        int errno = LibC.errno();
        if (Errno.EOPNOTSUPP.is(errno) || Errno.EINVAL.is(errno)) {
            return false;
        }
        throw failure("nfq_set_queue_flags(" + flag + ")", number, errno);
    }

    /** The socket's buffer, also past the system's limit for ordinary users. */
    void receiveBuffer(int bytes) throws IOException {
        try {
            LibC.setsockopt(descriptor(), LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, new int[] {bytes}, Integer.BYTES);
        } catch (LastErrorException e) {
            throw failure("setsockopt(SO_RCVBUFFORCE)", number, e.getErrorCode());
        }
    }

    int descriptor() {
        return LibNetfilterQueue.nfq_fd(library);
    }

    /** Gives a received message to the library, which calls back for each packet in it. @return false: it had none */
    boolean handle(Pointer message, int bytes) {
        return LibNetfilterQueue.nfq_handle_packet(library, message, bytes) >= 0;
    }

    void verdict(int id, Verdict verdict) throws IOException {
        int action = verdict.action().number();
        int result = verdict.mark().isPresent()
                ? LibNetfilterQueue.nfq_set_verdict2(
                        queue, id, action, verdict.mark().getAsInt(), 0, null)
                : LibNetfilterQueue.nfq_set_verdict(queue, id, action, 0, null);
        check("nfq_set_verdict", result);
    }

    private void check(String call, int result) throws IOException {
        if (result < 0) {
            throw failure(call, number, LibC.errno());
        }
    }

    /** Unbinds. The kernel drops what still waits. */
    @Override
    public void close() {
        LibNetfilterQueue.nfq_destroy_queue(queue);
        LibNetfilterQueue.nfq_close(library);
    }

    static IOException failure(String call, int number, int errno) {
        var what = "NFQUEUE %d: %s failed with %s. ".formatted(number, call, Errno.describe(errno));
        if (Errno.EPERM.is(errno) || Errno.EBUSY.is(errno)) { // the kernel says EPERM for another's queue as well
            var owner = owner(number);
            return owner.isPresent()
                    ? new QueueInUseException(what + inUseBy(owner.get()))
                    : new IOException(what + "It needs CAP_NET_ADMIN in the namespace of the queue: run it as root.");
        }
        if (Errno.EINVAL.is(errno) || Errno.EPROTONOSUPPORT.is(errno)) {
            return new IOException(
                    what + "This kernel has no NFQUEUE: `modprobe nfnetlink_queue` loads it where it is a module.");
        }
        return new IOException(
                what + "`cat /proc/net/netfilter/nfnetlink_queue` in the namespace shows the queues there are.");
    }

    private static String inUseBy(String netlinkPort) {
        return "The queue is in use by the program with netlink port %s, as a rule its process id. "
                        .formatted(netlinkPort)
                + "End that program or take another number.";
    }

    private static Optional<String> owner(int number) {
        try (var queues = Files.lines(QUEUES)) {
            return queues.map(line -> line.strip().split(" +"))
                    .filter(fields -> Integer.parseInt(fields[0]) == number)
                    .map(fields -> fields[1])
                    .findFirst();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // no NFQUEUE in this kernel, or not loaded
        } catch (IOException e) {
            return Optional.empty(); // only root may read it: then the privilege is what is missing
        }
    }
}

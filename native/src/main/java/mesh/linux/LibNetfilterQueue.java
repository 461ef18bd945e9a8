package mesh.linux;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;

/**
 * The calls of libnetfilter_queue that we make, by JNA direct mapping. No {@code LastErrorException} here: these
 * functions leave values in errno when they succeed too, so only a result that says failure makes errno mean anything.
 *
 * @see <a href="https://netfilter.org/projects/libnetfilter_queue/doxygen/html/">its documentation</a>
 */
final class LibNetfilterQueue {
    /** {@code <linux/netfilter/nfnetlink_queue.h>}: each message carries the packet's bytes. */
    static final byte NFQNL_COPY_PACKET = 2;

    private static final String FILE = "libnetfilter_queue.so.1"; // the name without .1 is the -dev package's
    private static boolean loaded;

    private LibNetfilterQueue() {}

    /** Called by {@link #nfq_handle_packet} for each packet of a message; an answer below 0 ends that message. */
    interface PacketCallback extends Callback {
        int packet(Pointer queue, Pointer message, Pointer data, Pointer closure);
    }

    /** Finds the library. @throws IOException saying which package has it */
    static synchronized void load() throws IOException {
        if (!loaded) {
            load(FILE);
            loaded = true;
        }
    }

    static void load(String file) throws IOException {
        try {
            Native.register(LibNetfilterQueue.class, file);
        } catch (UnsatisfiedLinkError e) {
            throw new IOException("""
                    NFQUEUE needs %s, which is not on this machine. Install it: \
                    `apt-get install libnetfilter-queue1` (Debian, Ubuntu) or \
                    `dnf install libnetfilter_queue` (Fedora).""".formatted(file), e);
        }
    }

    static native Pointer nfq_open();

    static native int nfq_close(Pointer handle);

    static native int nfq_fd(Pointer handle);

    static native Pointer nfq_create_queue(Pointer handle, short number, PacketCallback callback, Pointer closure);

    static native int nfq_destroy_queue(Pointer queue);

    static native int nfq_set_mode(Pointer queue, byte mode, int copyBytes);

    static native int nfq_set_queue_maxlen(Pointer queue, int packets);

    static native int nfq_set_queue_flags(Pointer queue, int mask, int flags);

    static native int nfq_handle_packet(Pointer handle, Pointer buffer, int bytes);

    static native int nfq_set_verdict(Pointer queue, int id, int verdict, int bytes, Pointer packet);

    static native int nfq_set_verdict2(Pointer queue, int id, int verdict, int mark, int bytes, Pointer packet);

    /** {@code struct nfqnl_msg_packet_hdr}: id 4 bytes, protocol 2, hook 1, in network order. */
    static native Pointer nfq_get_msg_packet_hdr(Pointer data);

    static native int nfq_get_nfmark(Pointer data);

    /** Into a {@code struct timeval}; below 0 when the packet has no time. */
    static native int nfq_get_timestamp(Pointer data, Pointer timeval);

    static native int nfq_get_indev(Pointer data);

    static native int nfq_get_outdev(Pointer data);

    /** 1 when the owner is known, else 0. */
    static native int nfq_get_uid(Pointer data, IntByReference uid);

    /** 1 when the owner is known, else 0. */
    static native int nfq_get_gid(Pointer data, IntByReference gid);

    /** The number of bytes there, below 0 when none. */
    static native int nfq_get_payload(Pointer data, PointerByReference payload);
}

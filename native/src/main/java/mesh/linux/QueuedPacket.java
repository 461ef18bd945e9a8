package mesh.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A packet that waits for its verdict.
 *
 * @param id what the verdict refers to, counted per queue
 * @param hook where it was taken
 * @param mark its nfmark, 0 when it has none
 * @param inInterface index of the interface it came in by, 0 when it was made here; {@link Interfaces#name} names it
 * @param outInterface index of the interface it is to leave by, 0 when that is not known yet
 * @param uid owner of its socket: at OUTPUT the sender's, at INPUT the receiver's if the kernel has looked it up already
 *     (early demux, established connections only); empty for packets that the kernel itself made
 * @param gid group of that owner
 * @param time when it was received, if the kernel noted it
 * @param bytes the packet from its IP header on, as far as it was copied; a heap buffer of its own
 */
public record QueuedPacket(
        int id,
        Hook hook,
        int mark,
        int inInterface,
        int outInterface,
        OptionalInt uid,
        OptionalInt gid,
        Optional<Instant> time,
        ByteBuffer bytes) {
    private static final int HEADER_BYTES = 7;
    private static final int TIMEVAL_BYTES = 16; // two longs: seconds, microseconds

    /** Copies what the library's {@code struct nfq_data} points at: valid during the callback only. */
    static QueuedPacket of(Pointer data) {
        var header =
                ByteBuffer.wrap(LibNetfilterQueue.nfq_get_msg_packet_hdr(data).getByteArray(0, HEADER_BYTES));
        return new QueuedPacket(
                header.getInt(0),
                Hook.of(header.get(6)),
                LibNetfilterQueue.nfq_get_nfmark(data),
                LibNetfilterQueue.nfq_get_indev(data),
                LibNetfilterQueue.nfq_get_outdev(data),
                uid(data),
                gid(data),
                time(data),
                ByteBuffer.wrap(payload(data)));
    }

    private static OptionalInt uid(Pointer data) {
        var uid = new IntByReference();
        return LibNetfilterQueue.nfq_get_uid(data, uid) == 0 ? OptionalInt.empty() : OptionalInt.of(uid.getValue());
    }

    private static OptionalInt gid(Pointer data) {
        var gid = new IntByReference();
        return LibNetfilterQueue.nfq_get_gid(data, gid) == 0 ? OptionalInt.empty() : OptionalInt.of(gid.getValue());
    }

    private static Optional<Instant> time(Pointer data) {
        try (var timeval = new Memory(TIMEVAL_BYTES)) {
            if (LibNetfilterQueue.nfq_get_timestamp(data, timeval) < 0) {
                return Optional.empty();
            }
            return Optional.of(Instant.ofEpochSecond(timeval.getLong(0), 1000 * timeval.getLong(8)));
        }
    }

    private static byte[] payload(Pointer data) {
        var payload = new PointerByReference();
        int bytes = LibNetfilterQueue.nfq_get_payload(data, payload);
        return bytes <= 0 ? new byte[0] : payload.getValue().getByteArray(0, bytes);
    }
}

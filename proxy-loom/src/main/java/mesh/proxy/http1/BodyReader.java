package mesh.proxy.http1;

import java.nio.ByteBuffer;

/**
 * Walks over the buffers that follow a head and says which of their bytes are its body. Bytes are only looked at: the
 * caller passes them on unchanged.
 *
 * <pre>{@code
 * while (!body.ended()) {
 *     readMore(buffer);
 *     int count = body.take(buffer);
 *     if (body.refusal() != null) { breakOff(); } // the receiver must not take what it has for the whole
 *     passOn(buffer, count);
 * }
 * }</pre>
 */
public abstract sealed class BodyReader permits BodyReader.Counted, BodyReader.Unbounded, ChunkedBody {
    /** For a message whose head is framed like this. */
    public static BodyReader of(BodyFraming framing, Limits limits) {
        return switch (framing) {
            case BodyFraming.None() -> new Counted(0);
            case BodyFraming.Length(long bytes) -> new Counted(bytes);
            case BodyFraming.Chunked() -> new ChunkedBody(limits);
            case BodyFraming.UntilClose(), BodyFraming.Tunnel() -> new Unbounded();
        };
    }

    /**
     * How many of the remaining bytes, from the buffer's position on, belong to this body; the rest is the next
     * message. Each byte must be shown once. The position does not move.
     *
     * @return 0 when the body has ended or is refused
     */
    public abstract int take(ByteBuffer in);

    /** Whether all of it was seen. */
    public abstract boolean ended();

    /** Whether the sender may finish here; if not, the body was cut off: RFC 9112, section 8. */
    public boolean mayFinish() {
        return ended();
    }

    /** What is wrong with its chunks or trailers; null when nothing is. */
    public Refusal refusal() {
        return null;
    }

    /** The trailers, once it has ended; null when there were none. */
    public Fields trailers() {
        return null;
    }

    static final class Counted extends BodyReader {
        private long left;

        Counted(long bytes) {
            this.left = bytes;
        }

        @Override
        public int take(ByteBuffer in) {
            int count = (int) Math.min(left, in.remaining());
            left -= count;
            return count;
        }

        @Override
        public boolean ended() {
            return left == 0;
        }
    }

    static final class Unbounded extends BodyReader {
        @Override
        public int take(ByteBuffer in) {
            return in.remaining();
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public boolean mayFinish() {
            return true;
        }
    }
}

package mesh.proxy.http1;

import java.nio.ByteBuffer;

/**
 * The chunked coding, RFC 9112, section 7.1, byte by byte and without its leniencies: sizes of at most 16 hexadecimal
 * digits and 2^63 - 1, nothing but an extension between size and CRLF (not the whitespace that section 7.1.1 tolerates
 * before it and h11 does not), CRLF everywhere, trailers as strict as headers.
 * Extensions are passed on unread, as nobody here knows any, if they are short and hold no control characters.
 */
public final class ChunkedBody extends BodyReader {
    private static final String RULE = "RFC 9112, section 7.1";
    private static final int MOST_DIGITS = 16;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        ENDED
    }

    private final Limits limits;
    private State state = State.SIZE;
    private long seen;
    private int lineBytes;
    private int digits;
    private long size;
    private Trailers trailers;
    private Refusal refusal;

    ChunkedBody(Limits limits) {
        this.limits = limits;
    }

    @Override
    public int take(ByteBuffer in) {
        return take(in, null);
    }

    /**
     * The same, and copies the data without its chunks: for a client of HTTP/1.0, which knows none.
     *
     * @param data has room for all that remains in {@code in}; null when it is not wanted
     */
    public int take(ByteBuffer in, ByteBuffer data) {
        if (refusal != null) {
            return 0;
        }
        int from = in.position();
        int at = from;
        try {
            while (at < in.limit() && state != State.ENDED) {
                int count = step(in, at, data);
                at += count;
                seen += count;
            }
        } catch (RefusedException e) {
            refusal = e.refusal();
        }
        return at - from;
    }

    /** Takes one byte, or a run of them where they are alike. @return how many */
    private int step(ByteBuffer in, int at, ByteBuffer data) throws RefusedException {
        switch (state) {
            case DATA -> {
                return data(in, at, data);
            }
            case TRAILERS -> {
                return trailers(in, at);
            }
            case ENDED -> throw new IllegalStateException("nothing follows the end");
            case SIZE, EXTENSION, SIZE_LF -> sizeLine(in.get(at));
            case DATA_CR -> state = expect(in.get(at), Octets.CR, State.DATA_LF);
            case DATA_LF -> state = expect(in.get(at), Octets.LF, State.SIZE);
        }
        return 1;
    }

    private int data(ByteBuffer in, int at, ByteBuffer data) {
        int count = (int) Math.min(size, in.limit() - at);
        if (data != null) {
            data.put(data.position(), in, at, count).position(data.position() + count);
        }
        size -= count;
        if (size == 0) {
            state = State.DATA_CR;
        }
        return count;
    }

    private void sizeLine(byte octet) throws RefusedException {
        if (++lineBytes > limits.chunkLineBytes()) {
            throw refused(400, "a chunk-size line longer than " + limits.chunkLineBytes() + " bytes");
        }
        switch (state) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            default -> {
                state = expect(octet, Octets.LF, size > 0 ? State.DATA : State.TRAILERS);
                lineBytes = 0;
                digits = 0;
            }
        }
    }

    private void size(byte octet) throws RefusedException {
        int digit = Octets.hex(octet);
        if (digit >= 0) {
            if (++digits > MOST_DIGITS || size > Long.MAX_VALUE >> 4) {
                throw refused(400, "a chunk size beyond 2^63");
            }
            size = size << 4 | digit;
        } else if (digits == 0) {
            throw refused(400, Octets.name(octet) + " where a chunk size should be");
        } else {
            endOfSize(octet);
        }
    }

    private void endOfSize(byte octet) throws RefusedException {
        state = switch (octet) {
            case ';' -> State.EXTENSION;
            case Octets.CR -> State.SIZE_LF;
            default -> throw refused(400, Octets.name(octet) + " in a chunk size");
        };
    }

    private void extension(byte octet) throws RefusedException {
        if (octet == Octets.CR) {
            state = State.SIZE_LF;
        } else if (!Octets.isField(octet)) {
            throw refused(400, "the control character " + Octets.name(octet) + " in a chunk extension");
        }
    }

    private State expect(byte octet, byte wanted, State next) throws RefusedException {
        if (octet != wanted) {
            throw refused(400, Octets.name(octet) + " where a chunk's CRLF should be");
        }
        return next;
    }

    private int trailers(ByteBuffer in, int at) throws RefusedException {
        if (trailers == null) {
            trailers = new Trailers(limits, seen);
        }
        int position = in.position();
        try {
            if (trailers.take(in.position(at))) {
                state = State.ENDED;
            }
            return in.position() - at;
        } finally {
            in.position(position);
        }
    }

    private RefusedException refused(int status, String what) {
        return RefusedException.of(status, what, seen, RULE);
    }

    @Override
    public boolean ended() {
        return state == State.ENDED;
    }

    @Override
    public Refusal refusal() {
        return refusal;
    }

    @Override
    public Fields trailers() {
        return ended() ? trailers.fields() : null;
    }
}

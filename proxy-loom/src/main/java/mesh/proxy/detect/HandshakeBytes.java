package mesh.proxy.detect;

import java.nio.ByteBuffer;

/**
 * The bytes of the first handshake message, taken out of the records that carry it: a message may go on in the next
 * record. RFC 8446, section 5.1.
 */
final class HandshakeBytes {
    /** Not yet there. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing() {
            super("more bytes are needed", null, false, false);
        }
    }

    /** Not a ClientHello. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken() {
            super("not a ClientHello", null, false, false);
        }
    }

    private static final int HANDSHAKE = 22;
    private static final int MAJOR_VERSION = 3;
    private static final int LONGEST_RECORD = 1 << 14;

    /** A hello with post-quantum keys has some 1,800 bytes; with many tickets a few times that. */
    private static final int LONGEST_HELLO = 16 * 1024;

    private final ByteBuffer first;
    private int at;
    private int leftInRecord;
    private int leftInMessage = Integer.MAX_VALUE;

    HandshakeBytes(ByteBuffer first) {
        this.first = first;
        this.at = first.position();
    }

    /** From here on the message has so many bytes. */
    void enter(int length) throws Broken {
        if (length > LONGEST_HELLO) {
            throw new Broken();
        }
        leftInMessage = length;
    }

    int left() {
        return leftInMessage;
    }

    void expect(int octet) throws Missing, Broken {
        if (number(1) != octet) {
            throw new Broken();
        }
    }

    /** A big-endian number of so many bytes. */
    int number(int bytes) throws Missing, Broken {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number = (number << 8) + next();
        }
        return number;
    }

    void skip(int count) throws Missing, Broken {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    byte[] take(int count) throws Missing, Broken {
        if (count > leftInMessage) {
            throw new Broken();
        }
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next();
        }
        return bytes;
    }

    private int next() throws Missing, Broken {
        if (leftInMessage-- == 0) {
            throw new Broken();
        }
        if (leftInRecord == 0) {
            enterRecord();
        }
        leftInRecord--;
        return raw();
    }

    private void enterRecord() throws Missing, Broken {
        if (raw() != HANDSHAKE || raw() != MAJOR_VERSION || raw() > 4) {
            throw new Broken();
        }
        leftInRecord = (raw() << 8) + raw();
        if (leftInRecord == 0 || leftInRecord > LONGEST_RECORD) {
            throw new Broken();
        }
    }

    private int raw() throws Missing {
        if (at == first.limit()) {
            throw new Missing();
        }
        return first.get(at++) & 0xFF;
    }
}

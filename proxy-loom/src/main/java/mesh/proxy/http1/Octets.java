package mesh.proxy.http1;

/** Which bytes may stand where: one table, one look a byte. RFC 9110, section 5.6.2, and RFC 5234, appendix B.1. */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SP = ' ';
    static final byte HTAB = '\t';

    private static final int TOKEN = 1;
    private static final int FIELD = 2;
    private static final int TARGET = 4;
    private static final byte[] KINDS = kinds();

    private Octets() {}

    private static byte[] kinds() {
        var kinds = new byte[256];
        for (int octet = 0x20; octet < 256; octet++) {
            kinds[octet] = octet == 0x7F ? 0 : (byte) FIELD;
        }
        kinds[HTAB] = FIELD;
        for (int octet = 0x21; octet < 0x7F; octet++) {
            kinds[octet] |= octet == '#' ? 0 : (byte) TARGET;
            boolean letterOrDigit = Character.isLetterOrDigit(octet);
            kinds[octet] |= letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(octet) >= 0 ? (byte) TOKEN : 0;
        }
        return kinds;
    }

    /** tchar: methods, header names, list elements. */
    static boolean isToken(byte octet) {
        return (KINDS[octet & 0xFF] & TOKEN) != 0;
    }

    /** field-vchar, SP or HTAB: all that may stand in a line, and so neither CR, LF, NUL nor another control. */
    static boolean isField(byte octet) {
        return (KINDS[octet & 0xFF] & FIELD) != 0;
    }

    /**
     * What may stand in a request target: every visible ASCII character but {@code #}. That is more than RFC 3986 lets
     * through, since clients do send {@code |}, <code>{</code> or a quotation mark unescaped and servers know what is
     * meant; a fragment however is cut off by some servers and not by others.
     */
    static boolean isTarget(byte octet) {
        return (KINDS[octet & 0xFF] & TARGET) != 0;
    }

    /** OWS and BWS, RFC 9110, section 5.6.3. */
    static boolean isBlank(byte octet) {
        return octet == SP || octet == HTAB;
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** The value of a hexadecimal digit; -1 when it is none. */
    static int hex(byte octet) {
        if (isDigit(octet)) {
            return octet - '0';
        }
        int letter = lower(octet) - 'a';
        return letter >= 0 && letter < 6 ? letter + 10 : -1;
    }

    static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
    }

    static boolean isLetter(byte octet) {
        byte lower = lower(octet);
        return lower >= 'a' && lower <= 'z';
    }

    /** For messages: the character itself when it is visible, else its number. */
    static String name(byte octet) {
        int value = octet & 0xFF;
        return value > 0x20 && value < 0x7F ? "'" + (char) value + "'" : "0x%02X".formatted(value);
    }
}

package mesh.proxy.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Some bytes of a head, compared where they are; a String is made only by {@link #toString()}.
 *
 * @param bytes the head's own array, not to be written to
 * @param from index of the first byte
 * @param to index after the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // a window onto an array, compared by content below
public record Slice(byte[] bytes, int from, int to) {
    /** Of a String's Latin-1 bytes. */
    public static Slice of(String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new Slice(bytes, 0, bytes.length);
    }

    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return from == to;
    }

    public byte at(int index) {
        return bytes[from + index];
    }

    /** Same bytes, in the same case. */
    public boolean is(String text) {
        return length() == text.length() && startsWith(text);
    }

    public boolean startsWith(String text) {
        if (length() < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((bytes[from + i] & 0xFF) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Same bytes but for the case of ASCII letters. */
    public boolean isIgnoringCase(String text) {
        if (length() != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Octets.lower(bytes[from + i]) != Octets.lower((byte) text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Same bytes but for the case of ASCII letters. */
    public boolean isIgnoringCase(Slice other) {
        if (length() != other.length()) {
            return false;
        }
        for (int i = 0; i < length(); i++) {
            if (Octets.lower(at(i)) != Octets.lower(other.at(i))) {
                return false;
            }
        }
        return true;
    }

    /** Index of the first such byte; -1 when there is none. */
    int indexOf(byte octet) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == octet) {
                return i - from;
            }
        }
        return -1;
    }

    public Slice part(int start, int end) {
        return new Slice(bytes, from + start, from + end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice it && Arrays.equals(bytes, from, to, it.bytes, it.from, it.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** The bytes as Latin-1, which keeps each of them. */
    @Override
    public String toString() {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}

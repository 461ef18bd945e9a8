package mesh.proxy.http1;

import java.util.Arrays;

/**
 * Header or trailer fields in the order and casing in which they came. They are numbered from 0; a name may stand
 * there more than once.
 */
public final class Fields {
    private static final int FIRST_FIELDS = 12;

    /** Where the first field's line starts. */
    private final int first;

    private byte[] bytes = {};

    /** Two numbers a field: where its colon is, and where its line's CRLF is. Its line starts after the one before. */
    private int[] marks = {};

    private int size;

    Fields(int first) {
        this.first = first;
    }

    /** Adds the line in {@code [from, to)}, which must follow the one before. */
    void add(byte[] line, int from, int to) throws RefusedException {
        int colon = FieldLine.colon(line, from, to);
        if (2 * size == marks.length) {
            marks = Arrays.copyOf(marks, Math.max(2 * FIRST_FIELDS, 4 * size));
        }
        marks[2 * size] = colon;
        marks[2 * size + 1] = to;
        size++;
    }

    /** Says where the bytes are, once they will not move any more. */
    Fields over(byte[] theBytes) {
        this.bytes = theBytes;
        return this;
    }

    public int size() {
        return size;
    }

    public Slice name(int field) {
        return new Slice(bytes, lineStart(field), marks[2 * field]);
    }

    /** Without the whitespace around it: RFC 9110, section 5.5. */
    public Slice value(int field) {
        int from = marks[2 * field] + 1;
        int to = marks[2 * field + 1];
        while (from < to && Octets.isBlank(bytes[from])) {
            from++;
        }
        while (from < to && Octets.isBlank(bytes[to - 1])) {
            to--;
        }
        return new Slice(bytes, from, to);
    }

    /**
     * The value of a field that says where a message ends or goes. The RFC allows tabs around it like spaces; nginx
     * takes them for a part of it, so here they are refused.
     */
    Slice valueWithoutTabs(int field) throws RefusedException {
        var value = value(field);
        for (int i = marks[2 * field] + 1; i < marks[2 * field + 1]; i++) {
            if (bytes[i] == Octets.HTAB) {
                throw RefusedException.of(
                        400,
                        "a tab beside a value that must be clear",
                        i,
                        name(field).toString(),
                        "RFC 9112, section 5");
            }
        }
        return value;
    }

    public boolean nameIs(int field, HeaderName name) {
        return name.matches(bytes, lineStart(field), marks[2 * field]);
    }

    /** The number of the first field with this name; -1 when there is none. */
    public int find(HeaderName name) {
        return find(name, 0);
    }

    /** The number of the first field with this name from {@code start} on; -1 when there is none. */
    public int find(HeaderName name, int start) {
        for (int field = start; field < size; field++) {
            if (nameIs(field, name)) {
                return field;
            }
        }
        return -1;
    }

    public boolean has(HeaderName name) {
        return find(name) >= 0;
    }

    /** The value of the first field with this name; null when there is none. */
    public Slice first(HeaderName name) {
        int field = find(name);
        return field < 0 ? null : value(field);
    }

    /** Whether one of the comma-separated elements of all fields with this name is this one, in whatever case. */
    public boolean lists(HeaderName name, String element) {
        for (var elements = new Elements(this, name); elements.next(); ) {
            if (elements.is(element)) {
                return true;
            }
        }
        return false;
    }

    int lineStart(int field) {
        return field == 0 ? first : marks[2 * field - 1] + 2;
    }

    /** After the line's CRLF. */
    int lineEnd(int field) {
        return marks[2 * field + 1] + 2;
    }

    /** Whether the line is spelled {@code Name: value}, with one space and none after it. */
    boolean isPlain(int field) {
        int colon = marks[2 * field];
        int end = marks[2 * field + 1];
        return end > colon + 2
                && bytes[colon + 1] == Octets.SP
                && !Octets.isBlank(bytes[colon + 2])
                && !Octets.isBlank(bytes[end - 1]);
    }
}

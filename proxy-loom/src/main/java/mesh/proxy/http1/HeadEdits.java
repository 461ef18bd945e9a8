package mesh.proxy.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A head to be written anew: what was parsed, with changes. Order and casing of the rest stay. All whitespace around
 * values and all line ends are ours, and so is the version, so what we send has one reading even if what we got was
 * spelled oddly.
 */
public final class HeadEdits {
    /** @param field whose place it takes; -1 to stand after all others */
    private record Change(int field, HeaderName name, Slice value) {}

    private static final byte[] COLON = {':', ' '};
    private static final byte[] CRLF = {'\r', '\n'};

    private final Head head;
    private final BitSet removed = new BitSet();
    private List<Change> changes = List.of();
    private byte[] target;

    private HeadEdits(Head head) {
        this.head = head;
    }

    public static HeadEdits of(Head head) {
        return new HeadEdits(head);
    }

    public Head head() {
        return head;
    }

    /** Another target for a request, in whatever form. */
    public HeadEdits target(String newTarget) {
        if (!(head instanceof RequestHead)) {
            throw new IllegalStateException("a response has no target");
        }
        target = newTarget.getBytes(StandardCharsets.ISO_8859_1);
        for (byte octet : target) {
            if (!Octets.isTarget(octet)) {
                throw new IllegalArgumentException(Octets.name(octet) + " in the target \"" + newTarget + '"');
            }
        }
        return this;
    }

    /** Removes all headers with this name. */
    public HeadEdits remove(HeaderName name) {
        for (int field = head.fields().find(name);
                field >= 0;
                field = head.fields().find(name, field + 1)) {
            removed.set(field);
        }
        if (!changes.isEmpty()) {
            changes.removeIf(it -> name.matches(it.name.spelled(), 0, it.name.spelled().length));
        }
        return this;
    }

    HeadEdits remove(int field) {
        removed.set(field);
        return this;
    }

    /** Gives it this value alone, where it stood first, in the casing it has there; else after all others. */
    public HeadEdits set(HeaderName name, String value) {
        int field = head.fields().find(name);
        remove(name);
        return change(new Change(field, name, checked(name, value)));
    }

    /** Adds a header after all others. */
    public HeadEdits add(HeaderName name, String value) {
        return change(new Change(-1, name, checked(name, value)));
    }

    private HeadEdits change(Change change) {
        if (changes.isEmpty()) {
            changes = new ArrayList<>(4);
        }
        changes.add(change);
        return this;
    }

    private static Slice checked(HeaderName name, String value) {
        var slice = Slice.of(value);
        for (byte octet : slice.bytes()) {
            if (!Octets.isField(octet)) {
                throw new IllegalArgumentException(
                        Octets.name(octet) + " in the value of " + name + ": it would end the header");
            }
        }
        return slice;
    }

    /** How many bytes {@link #render} writes. */
    public int length() {
        var out = new Output.Counter();
        write(out);
        return out.bytes();
    }

    /**
     * Writes the head with its empty line.
     *
     * @throws java.nio.BufferOverflowException when {@link #length()} bytes do not fit; part of it may be written
     */
    public void render(ByteBuffer out) {
        write(new Output.Writer(out));
    }

    private void write(Output out) {
        startLine(out);
        fields(out);
        for (var change : changes) {
            if (change.field < 0) {
                out.put(change.name.spelled());
                value(out, change.value);
            }
        }
        out.put(CRLF);
    }

    private void startLine(Output out) {
        switch (head) {
            case RequestHead request -> {
                out.put(request.method());
                out.put(StartLine.SPACE);
                if (target == null) {
                    out.put(request.target());
                } else {
                    out.put(target);
                }
                out.put(StartLine.REQUEST_END);
            }
            case ResponseHead response -> {
                out.put(StartLine.VERSION);
                StartLine.status(out, response.status());
                out.put(response.reason());
                out.put(CRLF);
            }
        }
    }

    /** Lines that stay as they are and stand side by side are copied in one piece. */
    private void fields(Output out) {
        var fields = head.fields();
        int copyFrom = -1;
        for (int field = 0; field < fields.size(); field++) {
            var change = changeAt(field);
            boolean asItIs = change == null && !removed.get(field) && fields.isPlain(field);
            if (asItIs) {
                copyFrom = copyFrom < 0 ? fields.lineStart(field) : copyFrom;
                continue;
            }
            copy(out, copyFrom, fields.lineStart(field));
            copyFrom = -1;
            if (change != null) {
                out.put(fields.name(field));
                value(out, change.value);
            } else if (!removed.get(field)) {
                out.put(fields.name(field));
                out.put(COLON);
                out.put(fields.value(field));
                out.put(CRLF);
            }
        }
        copy(out, copyFrom, fields.size() == 0 ? 0 : fields.lineEnd(fields.size() - 1));
    }

    private void copy(Output out, int from, int to) {
        if (from >= 0) {
            out.put(head.bytes(), from, to);
        }
    }

    private Change changeAt(int field) {
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).field == field) {
                return changes.get(i);
            }
        }
        return null;
    }

    private static void value(Output out, Slice value) {
        out.put(COLON);
        out.put(value);
        out.put(CRLF);
    }
}

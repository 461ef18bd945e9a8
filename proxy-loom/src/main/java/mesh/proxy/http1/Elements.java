package mesh.proxy.http1;

/** Walks the comma-separated elements of all fields with one name; empty ones are skipped. RFC 9110, section 5.6.1. */
final class Elements {
    private final Fields fields;
    private final HeaderName name;
    private int field;
    private Slice value;
    private int at;
    private int from;
    private int to;

    Elements(Fields fields, HeaderName name) {
        this.fields = fields;
        this.name = name;
        this.field = fields.find(name);
        this.value = field < 0 ? null : fields.value(field);
    }

    /** Goes to the next element, if there is one. */
    boolean next() {
        while (value != null) {
            while (at < value.length()) {
                if (cut()) {
                    return true;
                }
            }
            field = fields.find(name, field + 1);
            value = field < 0 ? null : fields.value(field);
            at = 0;
        }
        return false;
    }

    /** Cuts off what stands before the next comma. @return whether that is something */
    private boolean cut() {
        from = at;
        while (at < value.length() && value.at(at) != ',') {
            at++;
        }
        to = at++;
        while (from < to && Octets.isBlank(value.at(from))) {
            from++;
        }
        while (from < to && Octets.isBlank(value.at(to - 1))) {
            to--;
        }
        return from < to;
    }

    Slice element() {
        return value.part(from, to);
    }

    boolean is(String text) {
        return element().isIgnoringCase(text);
    }
}

package mesh.proxy.http1;

/** One header line: {@code name ":" OWS value OWS}. RFC 9112, section 5. */
final class FieldLine {
    private FieldLine() {}

    /**
     * Where the colon is. What stands after it was checked byte by byte already.
     *
     * @throws RefusedException when the name is not a token that ends at the colon
     */
    static int colon(byte[] bytes, int from, int to) throws RefusedException {
        int end = from;
        while (end < to && Octets.isToken(bytes[end])) {
            end++;
        }
        if (end > from && end < to && bytes[end] == ':') {
            return end;
        }
        throw refusal(bytes, from, end, to);
    }

    private static RefusedException refusal(byte[] bytes, int from, int end, int to) {
        if (end == to) {
            return RefusedException.of(400, "a header line without a colon", from, "RFC 9112, section 5");
        }
        if (end == from && Octets.isBlank(bytes[from])) {
            return RefusedException.of(
                    400, "a header line that starts with whitespace (obs-fold)", from, "RFC 9112, section 5.2");
        }
        if (end == from && bytes[from] == ':') {
            return RefusedException.of(400, "a header line without a name", from, "RFC 9112, section 5");
        }
        if (Octets.isBlank(bytes[end])) {
            String name = new Slice(bytes, from, end).toString();
            return RefusedException.of(400, "whitespace after a header's name", end, name, "RFC 9112, section 5.1");
        }
        return RefusedException.of(
                400, "the character " + Octets.name(bytes[end]) + " in a header's name", end, "RFC 9110, section 5.1");
    }
}

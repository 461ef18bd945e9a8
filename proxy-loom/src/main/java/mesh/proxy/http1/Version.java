package mesh.proxy.http1;

/** The versions that we speak. We always send 1.1: RFC 9112, section 2.3. */
public enum Version {
    HTTP_1_0,
    HTTP_1_1;

    private static final String PREFIX = "HTTP/1.";

    /** @throws RefusedException with 505 for another version, 400 for something that is no version at all */
    static Version of(byte[] bytes, int from, int to) throws RefusedException {
        var text = new Slice(bytes, from, to);
        if (text.length() == PREFIX.length() + 1 && text.startsWith(PREFIX)) {
            switch (bytes[to - 1]) {
                case '1' -> {
                    return HTTP_1_1;
                }
                case '0' -> {
                    return HTTP_1_0;
                }
                default -> {}
            }
        }
        if (isSomeVersion(text)) {
            throw RefusedException.of(
                    505, "only HTTP/1.0 and HTTP/1.1 are spoken here", from, "RFC 9110, section 15.6.6");
        }
        throw RefusedException.of(
                400,
                "the start line is not what HTTP/1.1 writes: its parts are separated by single spaces, and the version"
                        + " is spelled HTTP/1.1",
                from,
                "RFC 9112, section 2.3");
    }

    private static boolean isSomeVersion(Slice text) {
        return text.length() == 8
                && text.startsWith("HTTP/")
                && Octets.isDigit(text.at(5))
                && text.at(6) == '.'
                && Octets.isDigit(text.at(7));
    }
}

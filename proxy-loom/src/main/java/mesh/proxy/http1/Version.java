package mesh.proxy.http1;

/** The versions that we understand. We always send 1.1: RFC 9112, section 2.3. */
public enum Version {
    HTTP_1_0,
    /** Or a later one of the first major version, which is to be read as 1.1: RFC 9110, section 2.5. */
    HTTP_1_1;

    private static final String NAME = "HTTP/";

    /** @throws RefusedException with 505 for another major version, 400 for something that is no version at all */
    static Version of(byte[] bytes, int from, int to) throws RefusedException {
        var text = new Slice(bytes, from, to);
        if (!isVersion(text)) {
            throw RefusedException.of(
                    400,
                    "the start line is not what HTTP/1.1 writes: its parts are separated by single spaces, and the"
                            + " version is spelled HTTP/1.1",
                    from,
                    "RFC 9112, section 2.3");
        }
        if (text.at(5) != '1') {
            throw RefusedException.of(505, "another major version than HTTP/1", from, "RFC 9110, section 15.6.6");
        }
        return text.at(7) == '0' ? HTTP_1_0 : HTTP_1_1;
    }

    private static boolean isVersion(Slice text) {
        return text.length() == 8
                && text.startsWith(NAME)
                && Octets.isDigit(text.at(5))
                && text.at(6) == '.'
                && Octets.isDigit(text.at(7));
    }
}

package mesh.proxy.http1;

/**
 * {@code uri-host [ ":" port ]}, as it stands in Host and in targets. No userinfo: RFC 9110, section 4.2.4, wants it
 * treated as an error. No empty host: section 4.2.1.
 *
 * @param host with the brackets if it is an IPv6 address
 * @param port -1 when none is named
 */
record Authority(Slice host, int port) {
    private static final String RULE = "RFC 9110, section 7.2";

    /** @param header the name of the header that it stands in; empty for the request target */
    static Authority of(Slice text, String header) throws RefusedException {
        int hostEnd = text.length() > 0 && text.at(0) == '[' ? literalEnd(text, header) : nameEnd(text);
        if (hostEnd == 0) {
            throw refused("an empty or wrongly written host", text, 0, header);
        }
        if (hostEnd == text.length()) {
            return new Authority(text, -1);
        }
        if (text.at(hostEnd) != ':') {
            throw refused(Octets.name(text.at(hostEnd)) + " in a host", text, hostEnd, header);
        }
        return new Authority(text.part(0, hostEnd), port(text, hostEnd + 1, header));
    }

    /** IP-literal of RFC 3986, section 3.2.2: what stands between brackets is made of these characters. */
    private static int literalEnd(Slice text, String header) throws RefusedException {
        int end = 1;
        while (end < text.length() && (Octets.hex(text.at(end)) >= 0 || text.at(end) == ':' || text.at(end) == '.')) {
            end++;
        }
        if (end < 4 || end == text.length() || text.at(end) != ']') {
            throw refused("a wrongly written IPv6 address", text, end, header);
        }
        return end + 1;
    }

    /**
     * reg-name of RFC 3986, section 3.2.2, without what no host name has: sub-delims, escapes, empty labels but for the
     * last, which is the root's.
     */
    private static int nameEnd(Slice text) {
        int end = 0;
        while (end < text.length() && (isLabelPart(text.at(end)) || (text.at(end) == '.' && endsLabel(text, end)))) {
            end++;
        }
        return end;
    }

    private static boolean endsLabel(Slice text, int dot) {
        return dot > 0 && text.at(dot - 1) != '.';
    }

    private static boolean isLabelPart(byte octet) {
        return Octets.isLetter(octet) || Octets.isDigit(octet) || octet == '-' || octet == '_' || octet == '~';
    }

    private static int port(Slice text, int from, String header) throws RefusedException {
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            if (!Octets.isDigit(text.at(i)) || i - from == 5) {
                throw refused("a port that is no number up to 65535", text, from, header);
            }
            port = 10 * port + text.at(i) - '0';
        }
        if (from == text.length() || port > 65535) {
            throw refused("a port that is no number up to 65535", text, from, header);
        }
        return port;
    }

    private static RefusedException refused(String what, Slice text, int at, String header) {
        return RefusedException.of(400, what, text.from() + at, header, RULE);
    }

    boolean hasPort() {
        return port >= 0;
    }

    /** Whether both name the same place, where one may leave out the port that the other names as the default. */
    boolean isSameAs(Authority other, int defaultPort) {
        int mine = hasPort() ? port : defaultPort;
        int theirs = other.hasPort() ? other.port : defaultPort;
        return mine == theirs && host.isIgnoringCase(other.host);
    }
}

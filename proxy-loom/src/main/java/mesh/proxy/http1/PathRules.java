package mesh.proxy.http1;

/**
 * Paths that some servers refuse and others resolve to something: broken escapes, NUL, and dot segments that climb
 * above the root. Everything else is passed on as it was written.
 */
final class PathRules {
    private PathRules() {}

    static void check(byte[] bytes, int from, int to) throws RefusedException {
        int depth = 0;
        int segment = from;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '%') {
                checkEscape(bytes, at, to);
            }
            if (bytes[at] == '/') {
                depth += step(bytes, segment, at);
                checkDepth(depth, segment);
                segment = at + 1;
            }
        }
        checkDepth(depth + step(bytes, segment, to), segment);
    }

    private static void checkEscape(byte[] bytes, int at, int to) throws RefusedException {
        int high = at + 1 < to ? Octets.hex(bytes[at + 1]) : -1;
        int low = at + 2 < to ? Octets.hex(bytes[at + 2]) : -1;
        if (high < 0 || low < 0) {
            throw RefusedException.of(
                    400, "a % in the path that no two hexadecimal digits follow", at, "RFC 3986, section 2.1");
        }
        if (high == 0 && low == 0) {
            throw RefusedException.of(400, "an escaped NUL in the path", at, "RFC 3986, section 7.3");
        }
    }

    private static void checkDepth(int depth, int segment) throws RefusedException {
        if (depth < 0) {
            throw RefusedException.of(400, "a path that climbs above its root", segment, "RFC 3986, section 5.2.4");
        }
    }

    /** How far a segment leads: nowhere when it is empty or one dot, up when it is two, down otherwise. */
    private static int step(byte[] bytes, int from, int to) {
        int dots = 0;
        int at = from;
        while (at < to) {
            int dot = dotBytes(bytes, at, to);
            if (dot == 0) {
                return 1;
            }
            dots++;
            at += dot;
        }
        return dots <= 1 ? 0 : dots == 2 ? -1 : 1;
    }

    /** A dot may be escaped. @return how many bytes it has, 0 when it is something else */
    private static int dotBytes(byte[] bytes, int at, int to) {
        if (bytes[at] == '.') {
            return 1;
        }
        boolean escaped = at + 2 < to && bytes[at] == '%' && bytes[at + 1] == '2' && Octets.lower(bytes[at + 2]) == 'e';
        return escaped ? 3 : 0;
    }
}

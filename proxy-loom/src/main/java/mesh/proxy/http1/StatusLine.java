package mesh.proxy.http1;

/**
 * {@code HTTP-version SP status-code SP [ reason-phrase ]}, RFC 9112, section 4. The space before an empty reason may
 * be missing, as many servers leave it out.
 */
record StatusLine(Version version, int status, int reasonFrom, int reasonTo) {
    private static final int VERSION_BYTES = 8;
    private static final String RULE = "RFC 9112, section 4";

    static StatusLine of(byte[] bytes, int from, int to) throws RefusedException {
        int versionEnd = Math.min(from + VERSION_BYTES, to);
        var version = Version.of(bytes, from, versionEnd);
        int statusEnd = versionEnd + 4;
        if (statusEnd > to || bytes[versionEnd] != Octets.SP) {
            throw RefusedException.of(400, "the status line has no status", versionEnd, RULE);
        }
        if (statusEnd < to && bytes[statusEnd] != Octets.SP) {
            throw RefusedException.of(400, "no space after the status", statusEnd, RULE);
        }
        return new StatusLine(version, status(bytes, versionEnd + 1), Math.min(statusEnd + 1, to), to);
    }

    private static int status(byte[] bytes, int from) throws RefusedException {
        int status = 0;
        for (int i = from; i < from + 3; i++) {
            if (!Octets.isDigit(bytes[i])) {
                throw RefusedException.of(400, "a status that is no number of three digits", i, RULE);
            }
            status = 10 * status + bytes[i] - '0';
        }
        if (status < 100) {
            throw RefusedException.of(400, "a status below 100", from, RULE);
        }
        return status;
    }
}

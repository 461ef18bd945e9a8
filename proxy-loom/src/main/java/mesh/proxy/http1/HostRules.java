package mesh.proxy.http1;

/** For whom a request is must be said once: RFC 9112, sections 3.2 and 3.2.2. */
final class HostRules {
    private static final String RULE = "RFC 9112, section 3.2";

    private HostRules() {}

    static void check(RequestLine line, byte[] bytes, Fields headers) throws RefusedException {
        int host = headers.find(HeaderName.HOST);
        if (host < 0) {
            if (line.version() == Version.HTTP_1_1) {
                throw RefusedException.of(400, "a request of HTTP/1.1 without Host", 0, "Host", RULE);
            }
            return;
        }
        int second = headers.find(HeaderName.HOST, host + 1);
        if (second >= 0) {
            throw RefusedException.of(400, "a second Host", headers.lineStart(second), "Host", RULE);
        }
        var named = Authority.of(headers.valueWithoutTabs(host), "Host");
        var target = line.target();
        if (target.authorityFrom() < target.authorityTo()) {
            checkSame(named, target, bytes);
        }
    }

    /**
     * The RFC lets a proxy ignore the Host beside an absolute target; who does not know that rule goes by Host. A
     * client has to write the same in both, so nobody honest is turned away.
     */
    private static void checkSame(Authority named, Target target, byte[] bytes) throws RefusedException {
        var authority = Authority.of(new Slice(bytes, target.authorityFrom(), target.authorityTo()), "");
        if (!named.isSameAs(authority, defaultPort(target, bytes, authority))) {
            throw RefusedException.of(
                    400, "Host names another place than the request target", target.from(), "Host", RULE + ".2");
        }
    }

    private static int defaultPort(Target target, byte[] bytes, Authority authority) {
        if (target.form() == TargetForm.AUTHORITY) {
            return authority.port(); // CONNECT: some clients leave the port out of Host
        }
        boolean https = Octets.lower(bytes[target.from() + 4]) == 's';
        return https ? 443 : 80;
    }
}

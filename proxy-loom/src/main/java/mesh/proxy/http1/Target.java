package mesh.proxy.http1;

/**
 * Where the parts of a request target are: RFC 9112, section 3.2. Parts that it does not have are empty.
 *
 * @param authorityFrom host and port in the absolute and authority forms
 * @param pathFrom the path up to the query
 * @param hasQuery whether there is a question mark: an empty query is not the same as none
 */
record Target(
        TargetForm form,
        int from,
        int to,
        int authorityFrom,
        int authorityTo,
        int pathFrom,
        int pathTo,
        boolean hasQuery) {
    private static final String RULE = "RFC 9112, section 3.2";

    static Target of(Slice method, byte[] bytes, int from, int to) throws RefusedException {
        if (from == to) {
            throw RefusedException.of(400, "the request line names no target", from, RULE);
        }
        if (method.is("CONNECT")) {
            return authority(bytes, from, to);
        }
        if (bytes[from] == '/') {
            return withPath(TargetForm.ORIGIN, bytes, from, to, from, from, from);
        }
        if (bytes[from] == '*' && to == from + 1) {
            return asterisk(method, from, to);
        }
        return absolute(bytes, from, to);
    }

    private static Target authority(byte[] bytes, int from, int to) throws RefusedException {
        var authority = Authority.of(new Slice(bytes, from, to), "");
        if (!authority.hasPort()) {
            throw RefusedException.of(400, "CONNECT names no port", from, "RFC 9112, section 3.2.3");
        }
        return new Target(TargetForm.AUTHORITY, from, to, from, to, to, to, false);
    }

    private static Target asterisk(Slice method, int from, int to) throws RefusedException {
        if (!method.is("OPTIONS")) {
            throw RefusedException.of(400, "only OPTIONS has the target *", from, "RFC 9112, section 3.2.4");
        }
        return new Target(TargetForm.ASTERISK, from, to, from, from, from, to, false);
    }

    private static Target absolute(byte[] bytes, int from, int to) throws RefusedException {
        int authorityFrom = from + schemeBytes(new Slice(bytes, from, to));
        int authorityTo = authorityFrom;
        while (authorityTo < to && bytes[authorityTo] != '/' && bytes[authorityTo] != '?') {
            authorityTo++;
        }
        var _ = Authority.of(new Slice(bytes, authorityFrom, authorityTo), "");
        return withPath(TargetForm.ABSOLUTE, bytes, from, to, authorityFrom, authorityTo, authorityTo);
    }

    private static int schemeBytes(Slice target) throws RefusedException {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (target.length() > scheme.length()
                    && target.part(0, scheme.length()).isIgnoringCase(scheme)) {
                return scheme.length();
            }
        }
        throw RefusedException.of(
                400, "the request target is neither a path nor an http or https URI", target.from(), RULE);
    }

    private static Target withPath(
            TargetForm form, byte[] bytes, int from, int to, int authorityFrom, int authorityTo, int pathFrom)
            throws RefusedException {
        int pathTo = pathFrom;
        while (pathTo < to && bytes[pathTo] != '?') {
            pathTo++;
        }
        PathRules.check(bytes, pathFrom, pathTo);
        return new Target(form, from, to, authorityFrom, authorityTo, pathFrom, pathTo, pathTo < to);
    }
}

package mesh.proxy.http1;

/**
 * {@code method SP request-target SP HTTP-version}, RFC 9112, section 3, with exactly these two spaces.
 *
 * @param from where the method starts
 * @param methodEnd where it ends
 */
record RequestLine(int from, int methodEnd, Target target, Version version) {
    static RequestLine of(byte[] bytes, int from, int to) throws RefusedException {
        int methodEnd = from;
        while (methodEnd < to && Octets.isToken(bytes[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == from || methodEnd == to || bytes[methodEnd] != Octets.SP) {
            throw RefusedException.of(
                    400, "a request starts with a method and one space", methodEnd, "RFC 9112, section 3.1");
        }
        int targetEnd = methodEnd + 1;
        while (targetEnd < to && Octets.isTarget(bytes[targetEnd])) {
            targetEnd++;
        }
        if (targetEnd == to) {
            throw RefusedException.of(400, "the request line names no version", targetEnd, "RFC 9112, section 3");
        }
        if (bytes[targetEnd] != Octets.SP) {
            throw RefusedException.of(
                    400, Octets.name(bytes[targetEnd]) + " in the request target", targetEnd, "RFC 9112, section 3.2");
        }
        var version = Version.of(bytes, targetEnd + 1, to);
        var method = new Slice(bytes, from, methodEnd);
        return new RequestLine(from, methodEnd, Target.of(method, bytes, methodEnd + 1, targetEnd), version);
    }
}

package mesh.proxy.http1;

/**
 * Why a message is not accepted. Nothing of it may be forwarded any more, and the connection that it came from cannot
 * be read further: where the next message would begin is unknown.
 *
 * @param status to answer with: 400, 414, 431, 501 or 505 for a request, 502 for an upstream's response
 * @param what is wrong, for people
 * @param offset of the offending byte: in the head, or in the body when that is where it was found
 * @param header the name of the header concerned; empty when it is none
 * @param rule the section that says so
 */
public record Refusal(int status, String what, long offset, String header, String rule) {
    /** The same, found in what an upstream sent: not the client's fault. */
    Refusal ofUpstream() {
        return new Refusal(502, what, offset, header, rule);
    }

    /** One line for logs and answers. It never repeats bytes that the peer chose, but for a header's valid name. */
    public String text() {
        String where = header.isEmpty() ? "byte " + offset : "header " + header + ", byte " + offset;
        return what + " (" + where + "; " + rule + ")";
    }
}

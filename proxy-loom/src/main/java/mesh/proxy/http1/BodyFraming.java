package mesh.proxy.http1;

/** Where a message's body ends. RFC 9112, section 6.3. */
public sealed interface BodyFraming {
    /** There is none: the next message follows the head. */
    record None() implements BodyFraming {}

    /** So many bytes. */
    record Length(long bytes) implements BodyFraming {}

    /** Chunks, the last of which is empty, and trailers: RFC 9112, section 7.1. */
    record Chunked() implements BodyFraming {}

    /** All that comes until the sender finishes; only responses have this. */
    record UntilClose() implements BodyFraming {}

    /** No HTTP any more: both ways carry bytes of another protocol. */
    record Tunnel() implements BodyFraming {}

    BodyFraming NONE = new None();
    BodyFraming CHUNKED = new Chunked();
    BodyFraming UNTIL_CLOSE = new UntilClose();
    BodyFraming TUNNEL = new Tunnel();

    /** Of the answer to a request that does what this one does. {@link Refusal} 502: it switches protocols unasked. */
    sealed interface OfResponse {
        /** The body is framed like this. */
        record Framed(BodyFraming framing) implements OfResponse {}

        /** The response does not answer this request. */
        record Refused(Refusal refusal) implements OfResponse {}
    }

    /**
     * How the body of this response to that request is framed: the items of section 6.3 in their order. Only HEAD,
     * CONNECT and an upgrade make a difference to what the response itself says.
     *
     * @param upgradeForwarded whether the upstream was asked for another protocol; else 101 is no answer to anything
     */
    static OfResponse ofResponse(ResponseHead response, RequestHead request, boolean upgradeForwarded) {
        int status = response.status();
        if (status == 101 && !upgradeForwarded) {
            return new OfResponse.Refused(new Refusal(
                    502,
                    "101 (Switching Protocols) to a request that asked for none",
                    0,
                    "",
                    "RFC 9110, section 15.2.2"));
        }
        return new OfResponse.Framed(framing(response, request));
    }

    private static BodyFraming framing(ResponseHead response, RequestHead request) {
        int status = response.status();
        if (status == 101) {
            return TUNNEL;
        }
        if (request.methodIs("HEAD") || status < 200 || status == 204 || status == 304) {
            return NONE; // item 1: whatever its headers say
        }
        if (request.methodIs("CONNECT") && status < 300) {
            return TUNNEL; // item 2
        }
        return response.declared() == null ? UNTIL_CLOSE : response.declared(); // items 4 and 6, then 8
    }
}

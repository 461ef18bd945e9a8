package mesh.proxy.http1;

/** Reads request heads. Its refusals carry the status to answer with. */
public final class RequestParser extends HeadParser<RequestHead> {
    private RequestLine line;
    private boolean skippedEmptyLine;

    public RequestParser(Limits limits) {
        super(limits);
    }

    /**
     * One empty line before a request is skipped, as RFC 9112, section 2.2, asks: old clients send one after a body.
     * It is never forwarded, and a second one is refused.
     */
    @Override
    boolean startLine(byte[] bytes, int from, int to) throws RefusedException {
        if (from == to && !skippedEmptyLine) {
            skippedEmptyLine = true;
            return false;
        }
        line = RequestLine.of(bytes, from, to);
        return true;
    }

    @Override
    RequestHead head(byte[] bytes, int length, Fields headers) throws RefusedException {
        HostRules.check(line, bytes, headers);
        var declared = MessageLength.declared(line.version(), headers);
        skippedEmptyLine = false;
        return new RequestHead(bytes, length, line, headers, declared);
    }

    @Override
    Refusal blame(Refusal refusal) {
        return refusal;
    }
}

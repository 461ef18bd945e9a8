package mesh.proxy.http1;

/** Reads response heads. Whatever is wrong with one, the client is told 502 (Bad Gateway): it was not its fault. */
public final class ResponseParser extends HeadParser<ResponseHead> {
    private StatusLine line;

    public ResponseParser(Limits limits) {
        super(limits);
    }

    @Override
    boolean startLine(byte[] bytes, int from, int to) throws RefusedException {
        line = StatusLine.of(bytes, from, to);
        return true;
    }

    @Override
    ResponseHead head(byte[] bytes, int length, Fields headers) throws RefusedException {
        var declared = MessageLength.declared(line.version(), headers);
        MessageLength.checkBodiless(line.status(), declared, headers);
        return new ResponseHead(bytes, length, line, headers, declared);
    }

    @Override
    Refusal blame(Refusal refusal) {
        return refusal.ofUpstream();
    }
}

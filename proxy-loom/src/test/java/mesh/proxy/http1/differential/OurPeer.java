package mesh.proxy.http1.differential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import mesh.proxy.http1.BodyReader;
import mesh.proxy.http1.ChunkedBody;
import mesh.proxy.http1.HeaderName;
import mesh.proxy.http1.Limits;
import mesh.proxy.http1.Parsed;
import mesh.proxy.http1.Persistence;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.RequestParser;

/** What we read. */
final class OurPeer implements Peer {
    private static final HeaderName TEST = HeaderName.of("X-Test");

    @Override
    public Reading read(Case it) {
        var in = ByteBuffer.wrap(it.bytes());
        var messages = new ArrayList<Message>();
        var parser = new RequestParser(Limits.DEFAULT);
        while (true) {
            switch (parser.parse(in)) {
                case Parsed.NeedsMore<RequestHead>() -> {
                    return new Reading(messages, "");
                }
                case Parsed.Refused<RequestHead>(var refusal) -> {
                    return new Reading(messages, refusal.text());
                }
                case Parsed.Complete<RequestHead>(var head) -> {
                    var data = ByteBuffer.allocate(in.remaining());
                    var body = BodyReader.of(head.framing(), Limits.DEFAULT);
                    int count = body instanceof ChunkedBody chunked ? chunked.take(in, data) : copy(body, in, data);
                    in.position(in.position() + count);
                    if (!body.ended()) {
                        return new Reading(
                                messages,
                                body.refusal() == null ? "" : body.refusal().text());
                    }
                    messages.add(message(head, data.flip()));
                    if (!Persistence.wantedBy(head) || head.methodIs("CONNECT")) {
                        return new Reading(messages, "");
                    }
                }
            }
        }
    }

    private static int copy(BodyReader body, ByteBuffer in, ByteBuffer data) {
        int count = body.take(in);
        data.put(in.slice(in.position(), count));
        return count;
    }

    private static Message message(RequestHead head, ByteBuffer body) {
        var host = head.fields().first(HeaderName.HOST);
        var test = new ArrayList<String>();
        for (int field = 0; field < head.fields().size(); field++) {
            if (head.fields().nameIs(field, TEST)) {
                test.add(head.fields().value(field).toString());
            }
        }
        return new Message(
                        head.method().toString(),
                        head.target().toString(),
                        host == null ? "" : host.toString(),
                        String.join(",", test),
                        StandardCharsets.ISO_8859_1.decode(body).toString())
                .normal();
    }

    @Override
    public void close() {}
}

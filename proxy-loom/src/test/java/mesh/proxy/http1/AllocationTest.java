package mesh.proxy.http1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What one exchange costs the garbage collector: read, decided, written, both ways. */
class AllocationTest {
    private static final int BUDGET_BYTES = 2048;
    private static final int TIMES = 20_000;

    private static final ByteBuffer REQUEST = direct("""
            GET /reviews/17?full=yes HTTP/1.1\r
            Host: app-b.default.svc.cluster.local\r
            User-Agent: curl/8.5.0\r
            Accept: */*\r
            Accept-Encoding: gzip, deflate, br\r
            Authorization: Bearer 0123456789abcdef0123456789abcdef\r
            traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r
            Connection: keep-alive\r
            \r
            """);

    private static final ByteBuffer RESPONSE = direct("""
            HTTP/1.1 200 OK\r
            Date: Wed, 25 Nov 2026 20:00:00 GMT\r
            Content-Type: application/json\r
            Content-Length: 100\r
            Connection: keep-alive\r
            \r
            """ + "x".repeat(100));

    private final RequestParser requests = new RequestParser(Limits.DEFAULT);
    private final ResponseParser responses = new ResponseParser(Limits.DEFAULT);
    private final ByteBuffer out = ByteBuffer.allocateDirect(16 * 1024);

    private static ByteBuffer direct(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(16 * 1024).put(bytes).flip();
    }

    @Test
    void anExchangeAllocatesLessThanItsBudget() {
        for (int i = 0; i < 10; i++) {
            exchanges(); // until it is compiled as it will be in a proxy
        }
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        exchanges();
        long each = (thread.getCurrentThreadAllocatedBytes() - before) / TIMES;
        assertTrue(each < BUDGET_BYTES, each + " bytes an exchange");
    }

    private void exchanges() {
        for (int i = 0; i < TIMES; i++) {
            var request = head(requests.parse(REQUEST.rewind()));
            out.clear();
            Forwarding.request(request, "app-b").render(out);
            var response = head(responses.parse(RESPONSE.rewind()));
            var framing = BodyFraming.ofResponse(response, request, false);
            var body = BodyReader.of(((BodyFraming.OfResponse.Framed) framing).framing(), Limits.DEFAULT);
            body.take(RESPONSE);
            out.clear();
            Forwarding.response(response, request, Persistence.wantedBy(request))
                    .render(out);
        }
    }

    private static <H extends Head> H head(Parsed<H> parsed) {
        if (parsed instanceof Parsed.Complete<H>(var head)) {
            return head;
        }
        throw new AssertionError(parsed.toString());
    }
}

package mesh.proxy.http1;

import static mesh.proxy.http1.Messages.refusal;
import static mesh.proxy.http1.Messages.request;
import static mesh.proxy.http1.Messages.response;
import static mesh.proxy.http1.Messages.responseRefusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112, section 6. */
class BodyFramingTest {
    private static final RequestHead GET = request("GET / HTTP/1.1\r\nHost: b\r\n\r\n");
    private static final RequestHead HEAD = request("HEAD / HTTP/1.1\r\nHost: b\r\n\r\n");
    private static final RequestHead CONNECT = request("CONNECT b:80 HTTP/1.1\r\nHost: b:80\r\n\r\n");

    private static RequestHead post(String headers) {
        return request("POST / HTTP/1.1\r\nHost: b\r\n" + headers + "\r\n");
    }

    private static Refusal refusedPost(String headers) {
        return refusal("POST / HTTP/1.1\r\nHost: b\r\n" + headers + "\r\n");
    }

    @Test
    void aRequestsBodyIsWhatItDeclares() {
        assertEquals(BodyFraming.NONE, GET.framing());
        assertEquals(new BodyFraming.Length(0), post("Content-Length: 0\r\n").framing());
        assertEquals(new BodyFraming.Length(12), post("content-length:012 \r\n").framing());
        assertEquals(
                new BodyFraming.Length(Long.MAX_VALUE),
                post("Content-Length: 9223372036854775807\r\n").framing());
        assertEquals(BodyFraming.CHUNKED, post("Transfer-Encoding: Chunked\r\n").framing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+5",
                "-5",
                "0x5",
                "5 5",
                "5,5",
                "5, 5",
                "5;",
                "5.0",
                "5e1",
                "five",
                "9223372036854775808",
                "00000000000000000005",
                "\u0665",
                "5\u00a0"
            })
    void aContentLengthThatIsNotOneNumberIsRefused(String value) { // RFC 9110, section 8.6
        assertEquals(
                "Content-Length",
                refusedPost("Content-Length: " + value.replace("\u0665", "\u00d9\u00a5") + "\r\n")
                        .header());
    }

    @Test
    void twoContentLengthsAreRefusedEvenWhenTheySayTheSame() { // RFC 9112, section 6.3, item 5
        assertEquals(
                400, refusedPost("Content-Length: 5\r\nContent-Length: 6\r\n").status());
        assertEquals(
                400, refusedPost("Content-Length: 5\r\nCONTENT-LENGTH: 5\r\n").status());
    }

    @ParameterizedTest
    @CsvSource({
        "'gzip, chunked', 501", // RFC 9112, section 6.1
        "'gzip,chunked', 501",
        "'chunked, gzip', 400", // 6.3, item 4
        "'chunked, chunked', 400",
        "'gzip', 400",
        "'identity', 400",
        "'', 400",
        "',chunked', 400",
        "'chunked,', 400",
        "'xchunked', 400",
        "'chunked;x=1', 400",
        "'\"chunked\"', 400",
    })
    void aTransferEncodingOtherThanChunkedIsRefused(String value, int status) {
        assertEquals(status, refusedPost("Transfer-Encoding: " + value + "\r\n").status());
    }

    @Test
    void transferEncodingStandsAlone() {
        assertEquals(
                400,
                refusedPost("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")
                        .status()); // 6.3, item 3
        assertEquals(
                400,
                refusedPost("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")
                        .status());
        assertEquals(
                400,
                refusedPost("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")
                        .status());
        assertEquals(
                400,
                refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").status()); // 6.1
    }

    @ParameterizedTest
    @CsvSource({"100", "103", "204", "304"})
    void someStatusesHaveNoBody(int status) { // item 1
        assertEquals(BodyFraming.NONE, framing("HTTP/1.1 " + status + " X\r\n\r\n", GET));
    }

    @Test
    void theAnswerToHeadHasNoBodyWhateverItDeclares() { // item 1
        assertEquals(BodyFraming.NONE, framing("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", HEAD));
        assertEquals(BodyFraming.NONE, framing("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", HEAD));
        assertEquals(BodyFraming.NONE, framing("HTTP/1.1 304 X\r\nContent-Length: 5\r\n\r\n", GET));
    }

    @Test
    void aSuccessfulConnectIsATunnelAndAFailedOneIsNot() { // item 2
        assertEquals(BodyFraming.TUNNEL, framing("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", CONNECT));
        assertEquals(new BodyFraming.Length(5), framing("HTTP/1.1 403 No\r\nContent-Length: 5\r\n\r\n", CONNECT));
    }

    @Test
    void otherwiseTheResponseDeclaresItOrItLastsUntilTheEnd() { // items 4, 6 and 8
        assertEquals(new BodyFraming.Length(5), framing("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", GET));
        assertEquals(BodyFraming.CHUNKED, framing("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", GET));
        assertEquals(BodyFraming.UNTIL_CLOSE, framing("HTTP/1.1 200 OK\r\n\r\n", GET));
        assertEquals(BodyFraming.UNTIL_CLOSE, framing("HTTP/1.0 200 OK\r\n\r\n", GET));
    }

    @Test
    void switchingProtocolsUnaskedIsRefused() { // RFC 9110, section 15.2.2
        var response = response("HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
        assertInstanceOf(BodyFraming.OfResponse.Refused.class, BodyFraming.ofResponse(response, GET, false));
        assertEquals(
                new BodyFraming.OfResponse.Framed(BodyFraming.TUNNEL), BodyFraming.ofResponse(response, GET, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n",
                "HTTP/1.1 204 X\r\nContent-Length: 5\r\n",
                "HTTP/1.1 204 X\r\nTransfer-Encoding: chunked\r\n",
                "HTTP/1.1 100 X\r\nTransfer-Encoding: chunked\r\n",
                "HTTP/1.1 200 OK\r\nX : 1\r\n",
                "HTTP/1.1 200 OK\r\nX: 1\r\n folded\r\n",
                "HTTP/1.1 20 OK\r\n",
                "HTTP/1.1 2000 OK\r\n",
                "HTTP/1.1  200 OK\r\n",
                "HTTP/1.1 099 OK\r\n",
                "HTTP/1.1 200 O\nK\r\n",
                "HTTP/2.0 200 OK\r\n",
                "\r\nHTTP/1.1 200 OK\r\n",
                "ICY 200 OK\r\n",
            })
    void aBadResponseIsTheUpstreamsFault(String head) {
        assertEquals(502, responseRefusal(head + "\r\n").status());
    }

    @Test
    void statusLinesMayLackAReasonAndItsSpace() { // RFC 9112, section 4
        assertEquals("", response("HTTP/1.1 200 \r\n\r\n").reason().toString());
        assertEquals("", response("HTTP/1.1 200\r\n\r\n").reason().toString());
        assertEquals(
                "Not \u00e9",
                response("HTTP/1.1 404 Not \u00e9\r\n\r\n").reason().toString());
        assertEquals(404, response("HTTP/1.1 404 Not\r\n\r\n").status());
    }

    private static BodyFraming framing(String response, RequestHead request) {
        return assertInstanceOf(
                        BodyFraming.OfResponse.Framed.class, BodyFraming.ofResponse(response(response), request, false))
                .framing();
    }
}

package mesh.proxy.http1;

import static mesh.proxy.http1.Messages.bytes;
import static mesh.proxy.http1.Messages.parse;
import static mesh.proxy.http1.Messages.refusal;
import static mesh.proxy.http1.Messages.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
    private static final String HOST = "Host: app-b\r\n";

    @Test
    void headersKeepTheirOrderAndCasingAndAreFoundInAnyCase() {
        var head =
                request("GET /a?b=c HTTP/1.1\r\nhOST: app-b\r\nX-One: 1\r\nx-two:\t2 \r\nX-ONE: 3\r\nEmpty:\r\n\r\n");
        assertEquals("GET", head.method().toString());
        assertEquals("/a?b=c", head.target().toString());
        assertEquals("/a", head.path().toString());
        assertEquals("b=c", head.query().toString());
        assertEquals(Version.HTTP_1_1, head.version());
        assertEquals(5, head.fields().size());
        assertEquals("hOST", head.fields().name(0).toString());
        assertEquals("app-b", head.fields().first(HeaderName.HOST).toString());
        assertEquals("2", head.fields().value(2).toString());
        var one = HeaderName.of("x-one");
        assertEquals(3, head.fields().find(one, head.fields().find(one) + 1));
        assertEquals("", head.fields().value(4).toString());
        assertNull(head.fields().first(HeaderName.EXPECT));
    }

    @Test
    void takesExactlyTheHeadAndGoesOnWithTheNext() {
        var parser = new RequestParser(Limits.DEFAULT);
        var in = bytes("GET /1 HTTP/1.1\r\n" + HOST + "\r\nGET /2 HTTP/1.1\r\n" + HOST + "\r\nGE");
        var first = assertInstanceOf(Parsed.Complete.class, parser.parse(in));
        assertEquals("/1", ((RequestHead) first.head()).path().toString());
        assertEquals(first.head().length(), in.position());
        var second = assertInstanceOf(Parsed.Complete.class, parser.parse(in));
        assertEquals("/2", ((RequestHead) second.head()).path().toString());
        assertFalse(parser.started());
        assertInstanceOf(Parsed.NeedsMore.class, parser.parse(in));
        assertTrue(parser.started());
        assertFalse(in.hasRemaining());
    }

    @Test
    void aRefusalStaysAndTakesNothingMore() {
        var parser = new RequestParser(Limits.DEFAULT);
        var refused = parser.parse(bytes("GET / HTTP/1.1\n"));
        var next = bytes("GET / HTTP/1.1\r\n" + HOST + "\r\n");
        assertEquals(refused, parser.parse(next));
        assertEquals(0, next.position());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, ORIGIN, '/'",
        "GET, http://app-b/x?y, ABSOLUTE, '/x'",
        "GET, HTTPS://APP-B:443, ABSOLUTE, ''",
        "CONNECT, app-b:80, AUTHORITY, ''",
        "OPTIONS, *, ASTERISK, '*'",
        "GET, /a/.././b/...?../.., ORIGIN, '/a/.././b/...'",
        "M-SEARCH, /a%20b/%7Bc}|, ORIGIN, '/a%20b/%7Bc}|'",
    })
    void allFormsOfTargetsAreKnown(String method, String target, TargetForm form, String path) {
        var head = request(method + " " + target + " HTTP/1.1\r\n" + HOST + "\r\n"); // RFC 9112, section 3.2
        assertEquals(form, head.form());
        assertEquals(path, head.path().toString());
        assertEquals(target, head.target().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET * HTTP/1.1", // RFC 9112, section 3.2.4
                "CONNECT / HTTP/1.1", // 3.2.3
                "CONNECT app-b HTTP/1.1",
                "CONNECT app-b: HTTP/1.1",
                "CONNECT app-b:65536 HTTP/1.1",
                "GET app-b:80 HTTP/1.1",
                "GET ftp://app-b/ HTTP/1.1",
                "GET http:// HTTP/1.1", // RFC 9110, section 4.2.1
                "GET http:///x HTTP/1.1",
                "GET http://me@app-b/ HTTP/1.1", // 4.2.4
                "GET http://app-c/ HTTP/1.1", // another place than Host: RFC 9112, section 3.2.2
                "GET http://app-b:81/ HTTP/1.1",
                "GET /#f HTTP/1.1",
                "GET /%4 HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GET /a%00 HTTP/1.1",
                "GET /.. HTTP/1.1", // RFC 3986, section 5.2.4
                "GET /a/.%2e//../b HTTP/1.1",
                "GET /\u00e9 HTTP/1.1",
                "GET /a b HTTP/1.1", // section 3
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                "GET / HTTP/1.1 ",
                "GET\t/ HTTP/1.1",
                " GET / HTTP/1.1", // 2.2
                "GET /",
                "GET",
                "G(T / HTTP/1.1",
                "GET / http/1.1", // 2.3
                "GET / HTTP/1.01",
                "GET / HTTP/1",
                "GET / HTTP/+1.1",
                "GET / HTTP /1.1",
            })
    void aBadRequestLineIsRefused(String line) {
        assertEquals(400, refusal(line + "\r\n" + HOST + "\r\n").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/3.7"})
    void anotherMajorVersionIs505(String version) {
        assertEquals(505, refusal("GET / " + version + "\r\n" + HOST + "\r\n").status()); // RFC 9110, section 15.6.6
    }

    @Test
    void aLaterMinorVersionIsReadAs11() { // RFC 9110, section 2.5
        assertEquals(
                Version.HTTP_1_1, request("GET / HTTP/1.2\r\n" + HOST + "\r\n").version());
    }

    @Test
    void oneEmptyLineBeforeARequestIsSkippedAndASecondIsNot() {
        assertEquals(
                "GET",
                request("\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n").method().toString()); // RFC 9112, 2.2
        assertEquals(400, refusal("\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n").status());
        assertEquals(400, refusal("\nGET / HTTP/1.1\r\n" + HOST + "\r\n").status());
    }

    @Test
    void hostIsNeededOnceIn11AndMayBeMissingIn10() { // RFC 9112, section 3.2
        assertEquals("Host", refusal("GET / HTTP/1.1\r\n\r\n").header());
        assertEquals(
                "a second Host",
                refusal("GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n").what());
        assertNull(request("GET / HTTP/1.0\r\n\r\n").authority());
        assertEquals(
                "app-b",
                request("GET / HTTP/1.0\r\n" + HOST + "\r\n").authority().toString());
        assertEquals(400, refusal("GET / HTTP/1.0\r\n" + HOST + HOST + "\r\n").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"app-b", "app-b:8080", "10.0.0.1:80", "[::1]", "[fd77::1]:80", "a_b.c.", "APP-B"})
    void hostsThatThereAreAreAccepted(String host) {
        assertEquals(
                host,
                request("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .authority()
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a/b",
                "a,b",
                "a:b",
                "a:",
                ":80",
                "a:1:2",
                "a:99999",
                "a:000080",
                "me@a",
                "a?b",
                "a#b",
                "a\\b",
                "a..b",
                ".",
                ".a",
                "[::1",
                "[]",
                "[::1]x",
                "[g::1]",
                "http://a",
                "a\u00e9",
                "a%41",
                "a;b",
                "a\tb",
                "a:+80"
            })
    void aBadHostIsRefused(String host) { // RFC 9112, section 3.2; RFC 9110, section 7.2
        assertEquals(
                "Host", refusal("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").header());
    }

    @Test
    void connectMayLeaveThePortOutOfHost() {
        assertEquals(
                "app-b:443",
                request("CONNECT app-b:443 HTTP/1.1\r\nHost: app-b\r\n\r\n")
                        .authority()
                        .toString());
        assertEquals(
                400,
                refusal("CONNECT app-b:443 HTTP/1.1\r\nHost: app-c:443\r\n\r\n").status());
    }

    @Test
    void theRefusalSaysWhatAndWhereAndWhy() {
        var refusal = refusal("GET / HTTP/1.1\r\nHost : app-b\r\n\r\n");
        assertEquals("whitespace after a header's name (header Host, byte 20; RFC 9112, section 5.1)", refusal.text());
    }

    @Test
    void anUnfinishedHeadNeedsMore() {
        String whole = "GET / HTTP/1.1\r\n" + HOST + "\r\n";
        for (int end = 0; end < whole.length(); end++) {
            assertInstanceOf(Parsed.NeedsMore.class, parse(whole.substring(0, end)));
        }
    }

    @Test
    void expectIsKnownIn11Only() { // RFC 9110, section 10.1.1
        String rest = HOST + "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\n";
        assertTrue(request("PUT / HTTP/1.1\r\n" + rest).expectsContinue());
        assertFalse(request("PUT / HTTP/1.0\r\n" + rest).expectsContinue());
    }
}

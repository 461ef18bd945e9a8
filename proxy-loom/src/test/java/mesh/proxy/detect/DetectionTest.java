package mesh.proxy.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionTest {
    private static Detection detect(String text) {
        return Detection.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET ",
                "GET / HTTP/1.1\r\n",
                "DELETE ",
                "\r\nPOST ",
                "GET /a b HTTP/1.1",
                "GET \0",
                "PROPFIND / HTTP/1.1\r\n",
                "get / HTTP/1.1\r\n",
                "M-SEARCH * HTTP/"
            })
    void http1IsKnownByItsMethodOrItsVersion(String first) {
        assertInstanceOf(Detection.Http1.class, detect(first));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO a\r\n", "SET a b\r\n", "PING\r\n", "*1\r\n$4\r\nPING\r\n", "SSH-2.0-x\r\n", "\0\0\0\b",
                        "\u0016\u0002",
                "\u0016\u0003\u0001\0\0", "\u0016\u0003\u0001\0\u0010\u0002", "\rG", "GETX\r\n", "\u00ff", "{\"a\":1}",
                        "PRI / \r\n",
            })
    void whatIsNothingThatWeKnowIsOpaque(String first) {
        assertInstanceOf(Detection.Opaque.class, detect(first));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET",
                "\r",
                "\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r",
                "P",
                "SET",
                "SET a b",
                "\u0016",
                "\u0016\u0003"
            })
    void whatCouldStillBeSeveralThingsNeedsMore(String first) {
        assertInstanceOf(Detection.NeedsMore.class, detect(first));
    }

    @Test
    void thePrefaceOfHttp2IsKnown() { // RFC 9113, section 3.4
        assertInstanceOf(Detection.Http2.class, detect("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0"));
    }

    @Test
    void methodsAndLinesOfOtherProtocolsAreAwaitedUpToALimit() {
        assertInstanceOf(Detection.NeedsMore.class, detect("A".repeat(32)));
        assertInstanceOf(Detection.Opaque.class, detect("A".repeat(33)));
        assertInstanceOf(Detection.NeedsMore.class, detect("SET " + "a".repeat(1022)));
        assertInstanceOf(Detection.Opaque.class, detect("SET " + "a".repeat(1023)));
    }

    @Test
    void aClientHelloSaysForWhomItIs() throws Exception {
        var hello = hello("App-B.example", "h2", "http/1.1");
        var tls = assertInstanceOf(Detection.Tls.class, Detection.of(hello.duplicate()));
        assertEquals(Optional.of("app-b.example"), tls.hello().serverName());
        assertEquals(List.of("h2", "http/1.1"), tls.hello().protocols());
        assertEquals(0, hello.position(), "nothing is consumed");
    }

    @Test
    void aClientHelloMayNameNobody() throws Exception {
        var tls = assertInstanceOf(Detection.Tls.class, Detection.of(hello(null)));
        assertEquals(Optional.empty(), tls.hello().serverName());
        assertEquals(List.of(), tls.hello().protocols());
    }

    @Test
    void anUnfinishedClientHelloNeedsMoreAtEveryByte() throws Exception {
        var hello = hello("app-b.example", "h2");
        for (int end = 1; end < hello.limit(); end++) {
            assertEquals(
                    new Detection.NeedsMore(), Detection.of(hello.duplicate().limit(end)), "at " + end);
        }
    }

    @Test
    void aClientHelloMayBeSpreadOverRecords() throws Exception { // RFC 8446, section 5.1
        var hello = hello("app-b.example", "h2");
        var spread = ByteBuffer.allocate(6 * hello.limit());
        for (int at = 5; at < hello.limit(); at++) {
            spread.put(new byte[] {22, 3, 1, 0, 1, hello.get(at)});
        }
        assertEquals(Detection.of(hello), Detection.of(spread.flip()));
    }

    @Test
    void aNameThatIsNoneMakesItOpaque() throws Exception {
        var hello = hello("app-b.example");
        var bytes = new byte[hello.limit()];
        hello.get(bytes);
        int name = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("app-b");
        bytes[name] = 0;
        assertInstanceOf(Detection.Opaque.class, Detection.of(ByteBuffer.wrap(bytes)));
    }

    private static ByteBuffer hello(String name, String... protocols) throws NoSuchAlgorithmException, SSLException {
        var engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        if (name != null) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return out.flip();
    }
}

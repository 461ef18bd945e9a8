package mesh.proxy.http1;

import static mesh.proxy.http1.Messages.render;
import static mesh.proxy.http1.Messages.request;
import static mesh.proxy.http1.Messages.response;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 9110, section 7.6.1. */
class ForwardingTest {
    private static final RequestHead GET = request("GET / HTTP/1.1\r\nHost: b\r\n\r\n");

    private static String forwarded(String request) {
        return render(Forwarding.request(request(request), "original:80"));
    }

    private static String answered(String response, RequestHead request, boolean persistent) {
        return render(Forwarding.response(response(response), request, persistent));
    }

    @Test
    void whatConcernsOneConnectionIsRemoved() {
        assertEquals("POST / HTTP/1.1\r\nhOST: b\r\nX-b: 2\r\nProxy-Authorization: p\r\n\r\n", forwarded("""
                POST / HTTP/1.1\r
                hOST: b\r
                Connection: close, x-A\r
                X-A: 1\r
                X-b: 2\r
                connection: ,Y\r
                Y: 3\r
                Keep-Alive: timeout=5\r
                Proxy-Connection: keep-alive\r
                Proxy-Authorization: p\r
                \r
                """));
    }

    @Test
    void connectionCannotTalkFramingOrHostAway() {
        assertEquals(
                "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 5\r\n\r\n",
                forwarded(
                        "POST / HTTP/1.1\r\nHost: b\r\nConnection: content-length, host\r\nContent-Length: 5\r\n\r\n"));
    }

    @Test
    void ofTeOnlyTrailersRemains() { // section 10.1.4
        assertEquals(
                "GET / HTTP/1.1\r\nHost: b\r\nTE: trailers\r\nX: 1\r\nConnection: TE\r\n\r\n",
                forwarded("GET / HTTP/1.1\r\nHost: b\r\nConnection: TE\r\nTE: gzip;q=0.5, trailers\r\nX: 1\r\n\r\n"));
        assertEquals("GET / HTTP/1.1\r\nHost: b\r\n\r\n", forwarded("GET / HTTP/1.1\r\nHost: b\r\nTE: gzip\r\n\r\n"));
    }

    @Test
    void aWebSocketUpgradePassesAndOneToHttp2DoesNot() { // section 7.8
        String start = "GET / HTTP/1.1\r\nHost: b\r\n";
        assertEquals(
                start + "Upgrade: websocket\r\nConnection: upgrade\r\n\r\n",
                forwarded(start + "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n"));
        assertEquals(
                start + "\r\n",
                forwarded(start + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: H2C\r\nHTTP2-Settings: AA\r\n\r\n"));
        assertEquals(start + "\r\n", forwarded(start + "Upgrade: websocket\r\n\r\n"), "not named by Connection");
        assertEquals(
                start + "\r\n",
                forwarded("GET / HTTP/1.0\r\nHost: b\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
    }

    @Test
    void anAbsoluteTargetBecomesAPathAndHostIsAddedIfMissing() { // RFC 9112, sections 3.2.1 and 3.2.2
        assertEquals("GET /x?y HTTP/1.1\r\nHost: b:8\r\n\r\n", forwarded("GET http://b:8/x?y HTTP/1.0\r\n\r\n"));
        assertEquals("GET /?y HTTP/1.1\r\nHost: b\r\n\r\n", forwarded("GET http://b?y HTTP/1.1\r\nHost: b\r\n\r\n"));
        assertEquals(
                "OPTIONS * HTTP/1.1\r\nHost: b\r\n\r\n", forwarded("OPTIONS http://b HTTP/1.1\r\nHost: b\r\n\r\n"));
        assertEquals("GET / HTTP/1.1\r\nHost: original:80\r\n\r\n", forwarded("GET / HTTP/1.0\r\n\r\n"));
    }

    @Test
    void responsesSayWhetherTheConnectionGoesOn() { // RFC 9112, section 9.3
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
        assertEquals(ok + "\r\n", answered(ok + "Connection: close\r\n\r\n", GET, true));
        assertEquals(ok + "Connection: close\r\n\r\n", answered(ok + "\r\n", GET, false));
        var old = request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertEquals(ok + "Connection: keep-alive\r\n\r\n", answered(ok + "\r\n", old, true));
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", answered("HTTP/1.1 100 Continue\r\n\r\n", GET, false));
    }

    @Test
    void responsesAreSentInOurVersionWithTheirReason() {
        assertEquals(
                "HTTP/1.1 404 N\u00f6\r\nA: 1\r\nConnection: close\r\n\r\n",
                answered("HTTP/1.0 404 N\u00f6\r\nA:1 \r\n\r\n", GET, false));
        assertEquals("HTTP/1.1 200 \r\n\r\n", answered("HTTP/1.1 200\r\n\r\n", GET, true));
    }

    @Test
    void anUpgradeIsAnnouncedOnlyWhereItHappensOrIsDemanded() {
        String upgrade = "Connection: upgrade\r\nUpgrade: websocket\r\n";
        assertEquals(
                "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
                answered("HTTP/1.1 101 S\r\n" + upgrade + "\r\n", GET, true));
        assertEquals("HTTP/1.1 200 OK\r\n\r\n", answered("HTTP/1.1 200 OK\r\n" + upgrade + "\r\n", GET, true));
    }

    @Test
    void aTunnelHasNoLength() { // RFC 9110, section 9.3.6
        var connect = request("CONNECT b:80 HTTP/1.1\r\nHost: b:80\r\n\r\n");
        assertEquals(
                "HTTP/1.1 200 OK\r\n\r\n", answered("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", connect, true));
    }

    @Test
    void aClientOf10IsSentNeitherChunksNorInterimResponsesAndCannotExpectThem() { // RFC 9112, 6.1; RFC 9110, 10.1.1
        var old = request("PUT / HTTP/1.0\r\nHost: b\r\nExpect: 100-continue\r\nConnection: keep-alive\r\n\r\n");
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
        assertEquals("PUT / HTTP/1.1\r\nHost: b\r\n\r\n", render(Forwarding.request(old, "x")));
        assertEquals("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", answered(chunked + "\r\n", old, true));
        assertTrue(Forwarding.unchunks(response(chunked + "\r\n"), old));
        assertFalse(Forwarding.unchunks(response(chunked + "\r\n"), GET));
        assertFalse(Forwarding.takesInterim(old));
        assertEquals(chunked + "\r\n", answered(chunked + "\r\n", GET, true));
    }

    @Test
    void persistenceFollowsVersionAndConnection() { // RFC 9112, section 9.3
        assertTrue(Persistence.wantedBy(GET));
        assertFalse(Persistence.wantedBy(request("GET / HTTP/1.1\r\nHost: b\r\nConnection: x, Close\r\n\r\n")));
        assertFalse(Persistence.wantedBy(request("GET / HTTP/1.0\r\n\r\n")));
        assertTrue(Persistence.wantedBy(request("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")));
        assertFalse(Persistence.wantedBy(request("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n")));
        var ok = response("HTTP/1.1 200 OK\r\n\r\n");
        assertFalse(Persistence.after(ok, BodyFraming.UNTIL_CLOSE));
        assertTrue(Persistence.after(ok, BodyFraming.CHUNKED));
    }
}

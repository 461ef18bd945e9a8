package mesh.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwaitReadyTest {
    @Test
    void itReturnsWhenTheProxyIsReadyAndNotBefore() throws Exception {
        var asked = new AtomicInteger();
        var proxy = proxy(asked, 3);
        try {
            assertEquals(0, AwaitReady.run("--port", port(proxy), "--timeout", "60"));
            assertEquals(3, asked.get());
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void aProxyThatIsNeverReadyIsAFailure() throws Exception {
        var proxy = proxy(new AtomicInteger(), Integer.MAX_VALUE);
        try {
            assertEquals(1, AwaitReady.run("--port", port(proxy), "--timeout", "1"));
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void soIsOneThatDoesNotListen() throws Exception {
        int unused;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        assertEquals(1, AwaitReady.run("--port", Integer.toString(unused), "--timeout", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--port 0", "--port 65536", "--port", "--timeout 0", "--timeout 3601", "--timeout x", "--help"})
    void aWrongArgumentIsNotWaitedFor(String arguments) throws Exception {
        assertEquals(2, AwaitReady.run(arguments.split(" ", -1)));
    }

    /** Ready at the {@code n}th question. */
    private static HttpServer proxy(AtomicInteger asked, int n) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ready", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(asked.incrementAndGet() >= n ? 200 : 503, -1);
            }
        });
        server.start();
        return server;
    }

    private static String port(HttpServer server) {
        return Integer.toString(server.getAddress().getPort());
    }
}

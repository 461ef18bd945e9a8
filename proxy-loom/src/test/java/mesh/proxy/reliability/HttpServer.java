package mesh.proxy.reliability;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.linux.NetworkNamespace;

/** An HTTP server that answers each request by a test's rule. */
final class HttpServer implements Closeable {
    /** What is answered to a request, byte for byte; null: the connection ends without a word. */
    interface Handler {
        String answer(HttpMessage request) throws Exception;
    }

    private final Server server;
    private final AtomicInteger requests;

    private HttpServer(Server server, AtomicInteger requests) {
        this.server = server;
        this.requests = requests;
    }

    static HttpServer start(NetworkNamespace pod, int port, Handler handler) throws Exception {
        return start(pod, "::", port, handler);
    }

    static HttpServer start(NetworkNamespace pod, String address, int port, Handler handler) throws Exception {
        var requests = new AtomicInteger();
        var server = Server.start(pod, address, port, connection -> serve(connection, handler, requests));
        return new HttpServer(server, requests);
    }

    private static void serve(Socket connection, Handler handler, AtomicInteger requests) throws Exception {
        connection.setTcpNoDelay(true);
        var in = new BufferedInputStream(connection.getInputStream());
        for (var request = HttpMessage.read(in, false); request != null; request = HttpMessage.read(in, false)) {
            requests.incrementAndGet();
            var answer = handler.answer(request);
            if (answer == null) {
                return;
            }
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            if (answer.contains("Connection: close")) {
                return;
            }
        }
    }

    /** 200 with this text. */
    static String ok(String text) {
        return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(text.length(), text);
    }

    static String status(int status) {
        return "HTTP/1.1 %d Whatever\r\nContent-Length: 0\r\n\r\n".formatted(status);
    }

    /** Requests that have ever arrived. */
    int requests() {
        return requests.get();
    }

    int connections() {
        return server.connections();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package mesh.proxy.reliability;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import mesh.linux.NetworkNamespace;

/** The smallest HTTP client that runs in a pod: one request, one connection. */
final class Http {
    private static final int ADMIN = 15020;

    private Http() {}

    record Answer(int status, String body) {}

    static Answer get(NetworkNamespace pod, String host, String path) throws Exception {
        return get(pod, host, ADMIN, path);
    }

    static Answer get(NetworkNamespace pod, String host, int port, String path) throws Exception {
        return ask(pod, host, port, "GET", path);
    }

    /** With an empty body. */
    static Answer post(NetworkNamespace pod, String host, String path) throws Exception {
        return ask(pod, host, ADMIN, "POST", path);
    }

    private static Answer ask(NetworkNamespace pod, String host, int port, String method, String path)
            throws Exception {
        try (Socket socket = Sockets.connect(pod, new InetSocketAddress(host, port))) {
            var request = "%s %s HTTP/1.1\r\nHost: admin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .formatted(method, path);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            // By its length, not to its end: Helidon says "Connection: close", and leaves closing to the client.
            var answer = HttpMessage.read(new BufferedInputStream(socket.getInputStream()), false);
            if (answer == null) {
                throw new IOException("no answer to " + method + " " + path);
            }
            return new Answer(answer.status(), answer.body());
        }
    }
}

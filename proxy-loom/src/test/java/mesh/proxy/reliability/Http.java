package mesh.proxy.reliability;

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
        try (Socket socket = Sockets.connect(pod, new InetSocketAddress(host, port))) {
            var request = "GET %s HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n".formatted(path);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (answer.length() < "HTTP/1.1 200".length()) {
                throw new IOException("no answer to GET " + path);
            }
            int head = answer.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(answer.substring(9, 12)), answer.substring(head + 4));
        }
    }
}

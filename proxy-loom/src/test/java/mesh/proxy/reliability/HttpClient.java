package mesh.proxy.reliability;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One HTTP connection of a client. */
final class HttpClient implements Closeable {
    private final Socket socket;
    private final InputStream in;

    HttpClient(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** @param headers lines, each with its CRLF */
    HttpMessage get(String path, String headers) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: app-b\r\n" + headers + "\r\n");
    }

    HttpMessage get(String path) throws IOException {
        return get(path, "");
    }

    HttpMessage ask(String request) throws IOException {
        send(request);
        return answer(request.startsWith("HEAD "));
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    HttpMessage answer(boolean bodyless) throws IOException {
        var answer = HttpMessage.read(in, bodyless);
        if (answer == null) {
            throw new EOFException("the connection ended without an answer");
        }
        return answer;
    }

    InputStream in() {
        return in;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

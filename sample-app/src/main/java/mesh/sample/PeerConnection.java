package mesh.sample;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One connection to the peer, for one request after the other. A client of its own and not the JDK's, because that one
 * tries again by itself: here each failure counts, once, and by its kind.
 */
final class PeerConnection implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_ANSWER_BYTES = 1 << 20;
    private static final int MAX_LINE_BYTES = 8192;
    private static final int HTTP_PORT = 80;

    private final URI peer;
    private final boolean reuse;
    private Socket socket; // null: not connected
    private InputStream in;

    /** @param reuse whether it stays open for the next request */
    PeerConnection(URI peer, boolean reuse) {
        this.peer = peer;
        this.reuse = reuse;
    }

    Reply get(String path) {
        long start = System.nanoTime();
        boolean reused = socket != null;
        try {
            connect();
            socket.getOutputStream().write(request(path));
            return answer(start);
        } catch (IOException e) {
            close();
            return Reply.failed(kind(e) + (reused ? ", on a connection used before" : ""), microsSince(start));
        }
    }

    private void connect() throws IOException {
        if (socket != null) {
            return;
        }
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ANSWER_TIMEOUT.toMillis());
        int port = peer.getPort() < 0 ? HTTP_PORT : peer.getPort();
        socket.connect(new InetSocketAddress(peer.getHost(), port), (int) CONNECT_TIMEOUT.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    private byte[] request(String path) {
        var lines = "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\nUser-Agent: sample-app\r\n%s\r\n"
                .formatted(path, peer.getRawAuthority(), reuse ? "" : "Connection: close\r\n");
        return lines.getBytes(StandardCharsets.US_ASCII);
    }

    private Reply answer(long start) throws IOException {
        int status = status(line());
        int length = -1; // until the connection ends
        boolean more = reuse;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var colon = header.indexOf(':');
            var name = header.substring(0, Math.max(0, colon)).toLowerCase(java.util.Locale.ROOT);
            var value = header.substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> length = length(value);
                case "connection" -> more &= !value.equalsIgnoreCase("close");
                case "transfer-encoding" -> throw new IOException("chunked answer");
                default -> {}
            }
        }
        var body = length < 0 ? in.readNBytes(MAX_ANSWER_BYTES) : in.readNBytes(length);
        if (length >= 0 && body.length < length) {
            throw new EOFException();
        }
        if (!more || length < 0) {
            close();
        }
        return Reply.answered(status, new String(body, StandardCharsets.UTF_8), microsSince(start));
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("no HTTP answer");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static int length(String value) throws IOException {
        if (!value.matches("\\d{1,7}") || Integer.parseInt(value) > MAX_ANSWER_BYTES) {
            throw new IOException("answer too long");
        }
        return Integer.parseInt(value);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (line.length() == MAX_LINE_BYTES) {
                throw new IOException("header too long");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /** Few words that many failures share: they are counted by it. */
    private static String kind(IOException e) {
        return switch (e) {
            case ConnectException refused -> "not connected: " + refused.getMessage();
            case SocketTimeoutException timeout -> "timed out: " + timeout.getMessage();
            case EOFException end -> "closed before the whole answer";
            case SocketException broken -> "broken: " + broken.getMessage();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static long microsSince(long start) {
        return (System.nanoTime() - start) / 1000;
    }

    @Override
    public void close() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                System.err.println("load: cannot close a connection to " + peer + ": " + e.getMessage());
            }
            socket = null;
        }
    }
}

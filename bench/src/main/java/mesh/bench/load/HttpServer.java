package mesh.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Answers every GET with 200 and a body of {@link HttpGet#BODY_BYTES} bytes. It does as little as the echo server: it
 * looks for the path and for the head's end, and believes that a request is a GET and comes in one piece.
 */
final class HttpServer extends SelectorServer {
    private static final int PATH_AT = "GET ".length();
    private static final int END_OF_HEAD = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final ByteBuffer request = ByteBuffer.allocateDirect(8 * 1024);
    private final ByteBuffer answer;
    private final int bodyAt;

    HttpServer(ServerSocketChannel listener) throws IOException {
        super(listener);
        var head = """
                HTTP/1.1 200 OK\r
                Content-Type: text/plain\r
                Content-Length: %d\r
                \r
                """.formatted(HttpGet.BODY_BYTES).getBytes(StandardCharsets.US_ASCII);
        bodyAt = head.length;
        answer = ByteBuffer.allocateDirect(bodyAt + HttpGet.BODY_BYTES).put(head);
        while (answer.hasRemaining()) {
            answer.put(HttpGet.FILLING);
        }
    }

    @Override
    void readable(SelectionKey key) throws IOException {
        var channel = (SocketChannel) key.channel();
        request.clear();
        int count = read(channel);
        if (count < 0) {
            channel.close();
            return;
        }
        if (count < Integer.BYTES || request.getInt(count - Integer.BYTES) != END_OF_HEAD) {
            throw new IOException("a request that does not come in one piece");
        }
        answer.put(bodyAt, request, PATH_AT, HttpGet.PATH_BYTES);
        channel.write(answer.clear());
        if (answer.hasRemaining()) {
            throw new IOException("the client does not read its answers");
        }
    }

    /** A reset is an end like others: so HAProxy closes what it had kept idle. A request that it hits misses its answer. */
    private int read(SocketChannel channel) {
        try {
            return channel.read(request);
        } catch (IOException e) {
            return -1;
        }
    }
}

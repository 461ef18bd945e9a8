package mesh.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * GET requests of one connection, HTTP/1.1 with keep-alive, as curl would send them. No two paths are equal, and each
 * answer holds its path: one that is another request's, cut off or followed by more bytes fails the measurement.
 */
public final class HttpGet implements Exchange {
    /** Of an answer's body: the request's path, then filling. */
    static final int BODY_BYTES = 100;

    /** A slash, and two numbers of 8 hexadecimal digits: the connection's and the request's. */
    static final int PATH_BYTES = 17;

    static final byte FILLING = '.';

    private static final String METHOD = "GET ";
    private static final byte[] STATUS = ascii("HTTP/1.1 200 ");
    private static final int END_OF_HEAD = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final ByteBuffer request;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
    private final ByteBuffer body = ByteBuffer.allocateDirect(BODY_BYTES);
    private int scanned;
    private int lastBytes;

    public HttpGet(int connection) {
        var head = """
                GET /%08x%08x HTTP/1.1\r
                Host: app-b\r
                User-Agent: bench/1\r
                Accept: */*\r
                \r
                """.formatted(connection, 0);
        request = ByteBuffer.allocateDirect(head.length()).put(ascii(head));
        body.put(ascii("/%08x%08x".formatted(connection, 0)));
        while (body.hasRemaining()) {
            body.put(FILLING);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void send(SocketChannel channel, long number) throws IOException {
        writeNumber(body, PATH_BYTES, number);
        writeNumber(request, METHOD.length() + PATH_BYTES, number);
        request.clear();
        while (request.hasRemaining()) {
            channel.write(request);
        }
        answer.clear();
        scanned = 0;
        lastBytes = 0;
    }

    /** Eight hexadecimal digits that end before {@code end}. */
    private static void writeNumber(ByteBuffer text, int end, long number) {
        for (int digit = 1; digit <= 8; digit++) {
            text.put(end - digit, (byte) Character.forDigit((int) (number >> (4 * (digit - 1))) & 0xF, 16));
        }
    }

    @Override
    public boolean receive(SocketChannel channel) throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("the connection ended within an answer: " + received());
        }
        if (!headEnded()) {
            if (!answer.hasRemaining()) {
                throw new IOException("an endless head: " + received());
            }
            return false;
        }
        int bodyBytes = answer.position() - scanned;
        if (bodyBytes < BODY_BYTES) {
            return false;
        }
        check(bodyBytes);
        return true;
    }

    private boolean headEnded() {
        while (lastBytes != END_OF_HEAD && scanned < answer.position()) {
            lastBytes = lastBytes << 8 | answer.get(scanned++);
        }
        return lastBytes == END_OF_HEAD;
    }

    private void check(int bodyBytes) throws IOException {
        boolean ok = answer.slice(0, STATUS.length).equals(ByteBuffer.wrap(STATUS));
        if (!ok || bodyBytes != BODY_BYTES || !answer.slice(scanned, bodyBytes).equals(body.clear())) {
            throw new IOException("not the answer to what was asked: " + received());
        }
    }

    private String received() {
        return StandardCharsets.ISO_8859_1.decode(answer.flip()).toString();
    }
}

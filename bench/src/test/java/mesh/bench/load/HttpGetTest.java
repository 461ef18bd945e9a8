package mesh.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load generator that takes any answer for the right one would praise a broken proxy. */
class HttpGetTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n";
    private static final String BODY = "/000000070000002a" + ".".repeat(83);

    private final HttpGet get = new HttpGet(7);
    private ServerSocketChannel listener;
    private SocketChannel client;

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = SocketChannel.open(listener.getLocalAddress());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        listener.close();
    }

    @Test
    void theServersAnswersArrive() throws IOException {
        new HttpServer(listener).start("http");
        for (int number = 0; number < 300; number++) {
            get.exchange(client, number);
        }
    }

    @Test
    void anAnswerMayComeInPieces() throws IOException {
        try (var server = listener.accept()) {
            get.send(client, 42);
            var answer = HEAD + BODY;
            for (int i = 0; i < answer.length(); i++) {
                write(server, answer.substring(i, i + 1));
                assertEquals(i == answer.length() - 1, get.receive(client));
            }
        }
    }

    @Test
    void anotherRequestsAnswerIsRefused() {
        refused(HEAD + BODY.replace("2a", "2b"));
    }

    @Test
    void anotherStatusIsRefused() {
        refused(HEAD.replace("200", "503") + BODY);
    }

    @Test
    void bytesAfterTheAnswerAreRefused() {
        refused(HEAD + BODY + ".");
    }

    @Test
    void anAnswerThatEndsEarlyIsRefused() {
        refused(HEAD + BODY.substring(1));
    }

    private void refused(String answer) {
        assertThrows(IOException.class, () -> {
            try (var server = listener.accept()) {
                get.send(client, 42);
                write(server, answer);
            }
            while (!get.receive(client)) {
                // the rest, or the end
            }
        });
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
}

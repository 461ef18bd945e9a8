package mesh.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TcpEchoTest {
    @Test
    void returnsEveryByteAndEndsWhenTheCallerEnds() throws Exception {
        try (var server = TcpEcho.start(0);
                var client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            client.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            assertEquals("ping", new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}

package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class OriginalDestinationTest {
    @Test
    void aClosedConnectionIsAnErrorThatNamesTheCall() throws Exception {
        try (var listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var client = SocketChannel.open(listener.getLocalAddress());
                var accepted = listener.accept()) {
            assertTrue(Descriptors.of(accepted) > 0);
            assertTrue(client.isConnected());
        }
    }
}

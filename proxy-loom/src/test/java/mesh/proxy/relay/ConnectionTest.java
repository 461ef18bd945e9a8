package mesh.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import mesh.proxy.loom.BufferPool;
import mesh.proxy.loom.JdkThreads;
import mesh.proxy.loom.Readiness;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final int TIMES = 300; // the window between the wake-up and the close is some microseconds

    /** Taken for the peer's end, our own reset would be passed on as a clean one: a broken stream, told as complete. */
    @Test
    void aReaderWhoIsWokenByAResetNeverSeesAnEnd() throws Exception {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < TIMES; i++) {
                try (var client = SocketChannel.open(server.getLocalAddress())) {
                    var carrier = JdkThreads.virtual(new BufferPool(1));
                    var connection = Connection.accepted(server.accept(), carrier);
                    var seen = new CompletableFuture<Object>();
                    carrier.start(() -> seen.complete(end(connection)));
                    connection.reset();
                    assertInstanceOf(IOException.class, seen.get());
                    assertTrue(client.isOpen());
                }
            }
        }
    }

    /** Reads to the end: -1, or the exception that came instead. */
    private static Object end(Connection connection) {
        var buffer = ByteBuffer.allocate(16);
        try {
            int count = 0;
            while (count >= 0) {
                count = connection.read(buffer.clear());
                if (count == 0) {
                    connection.awaitReadable(Readiness.NEVER);
                }
            }
            return count;
        } catch (IOException e) {
            return e;
        }
    }
}

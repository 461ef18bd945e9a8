package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import mesh.testkit.NeedsRoot;
import mesh.testkit.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsRoot
@Timeout(30)
class NetworkNamespaceTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 18080);

    private final TestNetwork network = new TestNetwork();

    @AfterEach
    void removePods() throws IOException {
        network.close();
    }

    @Test
    void theSamePortIsFreeInEveryPodAndReachableOnlyInItsOwn() throws Exception {
        var left = network.pod();
        var right = network.pod();
        try (var listener = left.call(() -> ServerSocketChannel.open().bind(ADDRESS))) {
            assertThrows(ConnectException.class, () -> right.call(() -> SocketChannel.open(ADDRESS)));
            try (var client = left.call(() -> SocketChannel.open(ADDRESS));
                    var accepted = listener.accept()) {
                assertEquals(client.getLocalAddress(), accepted.getRemoteAddress());
            }
        }
    }

    @Test
    void theCallingThreadStaysWhereItWas() throws Exception {
        var pod = network.pod();
        var outside = Command.run("readlink", "/proc/self/ns/net").output();
        var inside = pod.run("readlink", "/proc/self/ns/net").output();
        assertFalse(inside.equals(outside), inside);
        assertEquals(outside, Command.run("readlink", "/proc/self/ns/net").output());
    }

    @Test
    void whatTheWorkThrowsArrivesAsItWasThrown() throws Exception {
        var pod = network.pod();
        var thrown = new FileNotFoundException("no such page");
        assertEquals(
                thrown,
                assertThrows(
                        FileNotFoundException.class,
                        () -> pod.call(() -> {
                            throw thrown;
                        })));
    }

    @Test
    void aNamespaceThatIsNotThereIsNamed() {
        var error = assertThrows(IOException.class, () -> NetworkNamespace.open("mesht-none"));
        assertTrue(error.getMessage().contains("mesht-none"), error.getMessage());
    }

    @Test
    void aUsedNameIsRefused() throws Exception {
        var pod = network.pod();
        var error = assertThrows(IOException.class, () -> NetworkNamespace.create(pod.name()));
        assertTrue(error.getMessage().contains(pod.name()), error.getMessage());
    }
}

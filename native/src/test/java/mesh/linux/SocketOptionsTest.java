package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SocketOptionsTest {
    @Test
    void theUserTimeoutReadsBackAsItWasSet() throws Exception {
        try (var channel = SocketChannel.open()) {
            assertEquals(Duration.ZERO, SocketOptions.userTimeout(channel));
            SocketOptions.userTimeout(channel, Duration.ofSeconds(20));
            assertEquals(Duration.ofSeconds(20), SocketOptions.userTimeout(channel));
        }
    }

    @Test
    void quickAcknowledgementTurnsOnAndOff() throws Exception {
        try (var channel = SocketChannel.open()) {
            SocketOptions.quickAck(channel, false);
            assertFalse(SocketOptions.quickAck(channel));
            SocketOptions.quickAck(channel, true);
            assertTrue(SocketOptions.quickAck(channel));
        }
    }

    @Test
    void anIpv6OnlyListenerLeavesThePortFreeForIpv4() throws Exception {
        try (var ipv6 = ServerSocketChannel.open();
                var ipv4 = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            SocketOptions.ipv6Only(ipv6, true);
            ipv6.bind(new InetSocketAddress("::", 0));
            ipv4.bind(new InetSocketAddress("0.0.0.0", ipv6.socket().getLocalPort()));
            assertTrue(SocketOptions.ipv6Only(ipv6));
        }
    }

    @Test
    void aClosedChannelIsAnErrorThatNamesOptionAndErrno() throws Exception {
        var channel = SocketChannel.open();
        channel.close();
        var error =
                assertThrows(SocketException.class, () -> SocketOptions.userTimeout(channel, Duration.ofSeconds(1)));
        assertTrue(error.getMessage().contains("TCP_USER_TIMEOUT, 1000"), error.getMessage());
        assertTrue(error.getMessage().contains("EBADF"), error.getMessage());
    }

    @Test
    void tcpInfoFollowsTheConnectionIntoItsHalfClosedLife() throws Exception {
        try (var listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var client = SocketChannel.open(listener.getLocalAddress());
                var accepted = listener.accept()) {
            assertEquals(TcpInfo.State.ESTABLISHED, TcpInfo.of(client).state());
            assertTrue(TcpInfo.of(client).roundTrip().toNanos() > 0);
            client.shutdownOutput();
            assertEquals(-1, accepted.read(ByteBuffer.allocate(1))); // the FIN has arrived
            assertEquals(TcpInfo.State.CLOSE_WAIT, TcpInfo.of(accepted).state());
            assertEquals(0, TcpInfo.of(accepted).retransmissions());
        }
    }
}

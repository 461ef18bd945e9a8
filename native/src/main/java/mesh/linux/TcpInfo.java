package mesh.linux;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/**
 * What the kernel knows of one TCP connection: {@code TCP_INFO}, tcp(7); {@code struct tcp_info}, {@code <linux/tcp.h>}.
 *
 * @param state where the connection is in its life, RFC 9293 section 3.3.2
 * @param unacknowledged segments sent that the peer has not acknowledged
 * @param retransmissions segments sent again since the connection began
 * @param roundTrip smoothed round-trip time
 * @param roundTripVariation how much the round-trip time varies
 */
public record TcpInfo(
        State state, int unacknowledged, int retransmissions, Duration roundTrip, Duration roundTripVariation) {
    private static final int TCP_INFO = 11; // <netinet/tcp.h>
    private static final int BYTES = 104; // up to and with tcpi_total_retrans: on every kernel since 2.6

    /** {@code <net/tcp_states.h>}, from 1. */
    public enum State {
        ESTABLISHED,
        SYN_SENT,
        SYN_RECEIVED,
        FIN_WAIT_1,
        FIN_WAIT_2,
        TIME_WAIT,
        CLOSED,
        CLOSE_WAIT,
        LAST_ACK,
        LISTEN,
        CLOSING,
        NEW_SYN_RECEIVED
    }

    private static final List<State> FROM_ONE = List.of(State.values());

    /** Asks about an open connection. */
    public static TcpInfo of(SocketChannel connection) throws IOException {
        var bytes = new byte[BYTES];
        try {
            LibC.getsockopt(Descriptors.of(connection), LibC.IPPROTO_TCP, TCP_INFO, bytes, new int[] {BYTES});
        } catch (LastErrorException e) {
            throw SocketOptions.failure("getsockopt(TCP_INFO)", connection, e);
        }
        var info = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return new TcpInfo(
                FROM_ONE.get(info.get(0) - 1), // tcpi_state
                info.getInt(24), // tcpi_unacked
                info.getInt(100), // tcpi_total_retrans
                micros(info.getInt(68)), // tcpi_rtt
                micros(info.getInt(72))); // tcpi_rttvar
    }

    private static Duration micros(int count) {
        return Duration.ofNanos(1000L * count);
    }
}

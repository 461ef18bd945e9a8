package mesh.proxy.listener;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import mesh.linux.SocketOptions;
import mesh.proxy.http.Lane;
import mesh.proxy.telemetry.HopEvent.Direction;

/**
 * One port, 15001 or 15006, with a socket for each carrier: SO_REUSEPORT lets the kernel spread connections over them,
 * and a connection never has to be handed from one carrier to another.
 */
public final class Listener {
    /** Connections that wait for accept; the kernel cuts this to net.core.somaxconn. */
    private static final int BACKLOG = 4096;

    private final Direction direction;
    private final InetSocketAddress address;
    private final List<Acceptor> acceptors = new ArrayList<>();

    private Listener(Direction direction, InetSocketAddress address) {
        this.direction = direction;
        this.address = address;
    }

    /**
     * Binds the port.
     *
     * @throws BindException also when another proxy has it, with SO_REUSEPORT like us: the kernel would let us share,
     *     and each would get half of the other's connections
     */
    public static Listener bind(Direction direction, InetSocketAddress address) throws IOException {
        try (var alone = ServerSocketChannel.open()) {
            alone.bind(address);
            return new Listener(direction, (InetSocketAddress) alone.getLocalAddress());
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Accepts on one more carrier. */
    public void acceptOn(Lane lane, Interception interception) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            SocketOptions.forAccepted(channel, interception.timeouts().deadPeer());
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
            var acceptor = new Acceptor(direction, channel, lane, interception);
            acceptors.add(acceptor);
            lane.carrier().start(acceptor);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether every carrier still accepts: the connections that the kernel gives to one that broke are lost. */
    public boolean isAccepting() {
        return acceptors.stream().allMatch(Acceptor::isAccepting);
    }

    /** Stops accepting, after taking what the kernel has accepted for us already. Returns when that is done. */
    public void stop() throws InterruptedException {
        acceptors.forEach(Acceptor::stop);
        for (var acceptor : acceptors) {
            acceptor.awaitStopped();
        }
    }
}

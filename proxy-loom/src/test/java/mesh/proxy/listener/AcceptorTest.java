package mesh.proxy.listener;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import mesh.proxy.http.Lane;
import mesh.proxy.loom.BufferPool;
import mesh.proxy.loom.Carrier;
import mesh.proxy.loom.JdkThreads;
import mesh.proxy.relay.Timeouts;
import mesh.proxy.route.Directory;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.Tracing;
import mesh.proxy.upstream.OwnConnections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceptorTest {
    private ServerSocketChannel channel;

    @BeforeEach
    void listen() throws IOException {
        channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    @Test
    void oneThatBreaksSaysSoAndCountsAsAcceptingNoMore() throws Exception {
        var events = new CopyOnWriteArrayList<HopEvent>();
        var carrier = JdkThreads.platform(new BufferPool(1));
        var acceptor = accepting(carrier, events);
        assertTrue(acceptor.isAccepting());

        channel.close(); // nobody does that; it stands for whatever may break a listener
        eventually("it has ended", () -> !acceptor.isAccepting());
        assertEquals(1, events.size(), events::toString);
        assertInstanceOf(HopEvent.ListenerBroke.class, events.getFirst());
    }

    @Test
    void oneThatIsStoppedSaysNothing() throws Exception {
        var events = new CopyOnWriteArrayList<HopEvent>();
        var carrier = JdkThreads.virtual(new BufferPool(1));
        var acceptor = accepting(carrier, events);
        acceptor.stop();
        acceptor.awaitStopped();
        assertEquals(List.of(), events);
    }

    private Acceptor accepting(Carrier carrier, List<HopEvent> events) {
        var acceptor = new Acceptor(Direction.INBOUND, channel, lane(carrier, events), interception());
        carrier.start(acceptor);
        return acceptor;
    }

    /** Nothing is accepted here, so only the carrier and the events are asked for. */
    private static Lane lane(Carrier carrier, List<HopEvent> events) {
        return new Lane(
                carrier, events::add, () -> Directory.EMPTY, null, null, null, null, Tracing.off(), null, null, "");
    }

    private static Interception interception() {
        var second = Duration.ofSeconds(1);
        return new Interception(
                new LoopGuard(Set.of()),
                new ConnectionLimit(1),
                new OpenConnections(),
                new OwnConnections(),
                new Timeouts(second, second, second, second),
                Optional.empty(),
                new AtomicLong());
    }
}

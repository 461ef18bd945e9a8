package mesh.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Function;
import mesh.testkit.TestNetwork;

/** A pod with a listener, whose connections to it are queued where they leave: at OUTPUT, on loopback. */
final class QueuedPod implements AutoCloseable {
    static final int NUMBER = 7;
    static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 18080);
    private static final String RULE = """
            *mangle
            -A OUTPUT -p tcp --dport 18080 -j NFQUEUE --queue-num 7 --queue-bypass
            COMMIT
            """;
    private static final int WAITING = 2, LOST = 6; // fields of /proc/net/netfilter/nfnetlink_queue, from 0

    private final TestNetwork network = new TestNetwork();
    final NetworkNamespace pod;
    private final ServerSocketChannel listener;

    QueuedPod() throws Exception {
        pod = network.pod();
        pod.call(() -> Command.run(List.of("iptables-restore"), RULE)).orThrow();
        listener = pod.call(() -> ServerSocketChannel.open().bind(ADDRESS, 128));
    }

    NetfilterQueue queue(Function<QueuedPacket, Verdict> decision) throws Exception {
        return queue(QueueOptions.queue(NUMBER), decision);
    }

    NetfilterQueue queue(QueueOptions options, Function<QueuedPacket, Verdict> decision) throws Exception {
        return pod.call(() -> NetfilterQueue.open(options, decision));
    }

    /** Another namespace of the same test. */
    NetworkNamespace otherPod() throws IOException {
        return network.pod();
    }

    /** Connects and closes. @throws IOException also when it takes longer than {@code timeoutMillis} */
    void connect(int timeoutMillis) throws Exception {
        try (var client = pod.call(SocketChannel::open)) {
            client.socket().connect(ADDRESS, timeoutMillis);
        }
    }

    /** Sends a SYN and does not wait for the answer. */
    SocketChannel beginToConnect() throws Exception {
        var client = pod.call(SocketChannel::open);
        client.configureBlocking(false);
        client.connect(ADDRESS);
        return client;
    }

    static void finishConnect(SocketChannel client) throws IOException {
        while (!client.finishConnect()) {
            Thread.onSpinWait();
        }
    }

    /** Waits until so many packets wait for a verdict. */
    void awaitWaiting(int packets) throws IOException {
        while (queueField(WAITING) != packets) {
            Thread.onSpinWait();
        }
    }

    /** Packets that did not fit into the netlink socket's buffer. */
    int lost() throws IOException {
        return queueField(LOST);
    }

    private int queueField(int field) throws IOException {
        var queues =
                pod.run("cat", "/proc/net/netfilter/nfnetlink_queue").orThrow().output();
        assertTrue(queues.lines().count() == 1, queues);
        return Integer.parseInt(queues.strip().split(" +")[field]);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        network.close();
    }
}

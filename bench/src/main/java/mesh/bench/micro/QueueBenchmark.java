package mesh.bench.micro;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import mesh.bench.rig.Cleanup;
import mesh.bench.rig.Namespaces;
import mesh.linux.NetfilterQueue;
import mesh.linux.QueueOptions;
import mesh.linux.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A datagram over loopback that waits in NFQUEUE for our verdict, and one that does not. Their difference is the round
 * trip kernel, Java, kernel.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {
    private static final int QUEUE = 7, QUEUED_PORT = 9007, FREE_PORT = 9008;

    private static final String RULES = """
            *mangle
            -A OUTPUT -p udp --dport %d -j NFQUEUE --queue-num %d --queue-bypass
            COMMIT
            """.formatted(QUEUED_PORT, QUEUE);

    private final Cleanup cleanup = new Cleanup();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    private NetfilterQueue queue;
    private DatagramChannel queued;
    private DatagramChannel free;

    @Setup(Level.Trial)
    public void open() throws Exception {
        var pod = Namespaces.create("queue");
        cleanup.add(pod::close);
        Namespaces.restore(pod, RULES);
        queue = pod.call(() -> NetfilterQueue.open(QueueOptions.queue(QUEUE), packet -> Verdict.ACCEPT));
        cleanup.add(queue::close);
        queued = cleanup.add(pod.call(() -> toItself(QUEUED_PORT)));
        free = cleanup.add(pod.call(() -> toItself(FREE_PORT)));
        checkThatItIsQueued();
    }

    private static DatagramChannel toItself(int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return DatagramChannel.open().bind(address).connect(address);
    }

    private void checkThatItIsQueued() throws IOException {
        long before = queue.counters().packets();
        if (verdict() != buffer.capacity() || queue.counters().packets() == before) {
            throw new IllegalStateException("the datagram did not pass through the queue: " + queue.counters());
        }
    }

    @Benchmark
    public int verdict() throws IOException {
        return sendAndReceive(queued);
    }

    @Benchmark
    public int withoutQueue() throws IOException {
        return sendAndReceive(free);
    }

    private int sendAndReceive(DatagramChannel channel) throws IOException {
        channel.write(buffer.clear());
        return channel.read(buffer.clear());
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        cleanup.close();
    }
}

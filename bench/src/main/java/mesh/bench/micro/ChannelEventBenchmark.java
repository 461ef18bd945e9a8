package mesh.bench.micro;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import mesh.bench.rig.Cleanup;
import mesh.proxy.telemetry.AccessLog;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvents;
import mesh.proxy.telemetry.ProxyReadings;
import mesh.proxy.telemetry.Telemetry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the data path does for each message, in its parts: the system calls, the clock, the telemetry. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChannelEventBenchmark {
    private static final int OPEN_STORIES = 16;

    private final Cleanup cleanup = new Cleanup();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    private HopEvents events;
    private SocketChannel left;
    private SocketChannel right;
    private Selector selector;

    @Setup
    public void open() throws IOException {
        var telemetry = new Telemetry(OPEN_STORIES, ProxyReadings.NONE, AccessLog.off());
        cleanup.add(telemetry::close);
        events = telemetry.ring();
        try (var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            left = cleanup.add(SocketChannel.open(listener.getLocalAddress()));
            right = cleanup.add(listener.accept());
        }
        right.configureBlocking(false);
        selector = cleanup.add(Selector.open());
        right.register(selector, SelectionKey.OP_READ);
    }

    /** One typed event into a carrier's ring, with its time stamp. Another thread takes them out meanwhile. */
    @Benchmark
    public void emitEvent() {
        events.emit(new HopEvent.FirstBytes(1, System.nanoTime(), HopEvent.Way.SENT, 64));
    }

    @Benchmark
    public long readClock() {
        return System.nanoTime();
    }

    /** 64 bytes over loopback: write(2), read(2), and the kernel's work between them. */
    @Benchmark
    public int writeAndRead() throws IOException {
        left.write(buffer.clear());
        return right.read(buffer.clear());
    }

    /** The same with epoll_wait(2) before the read, as an event loop does. */
    @Benchmark
    public int writeSelectAndRead() throws IOException {
        left.write(buffer.clear());
        selector.select(key -> {});
        return right.read(buffer.clear());
    }

    /** read(2) that finds nothing: the price of trying before waiting. */
    @Benchmark
    public int readNothing() throws IOException {
        return right.read(buffer.clear());
    }

    @TearDown
    public void close() throws IOException {
        cleanup.close();
    }
}

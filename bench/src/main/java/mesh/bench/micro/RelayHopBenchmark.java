package mesh.bench.micro;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mesh.bench.load.Message;
import mesh.bench.load.Target;
import mesh.bench.rig.Cleanup;
import mesh.bench.rig.Direct;
import mesh.bench.rig.Folders;
import mesh.bench.rig.Mesh;
import mesh.bench.rig.Server;
import mesh.bench.rig.Spinners;
import mesh.bench.rig.Subject;
import mesh.bench.rig.Testbed;
import mesh.linux.NetworkNamespace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A 64-byte round trip through one proxy process: iptables, relay, echo server. Only who schedules the proxy's threads
 * differs; {@code none} is the same trip without a proxy. Hot: a spinner per core, else the waking of cores is all
 * that one sees.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RelayHopBenchmark {
    /** Tells the benchmark's own process where our proxy is. */
    static final String PROXY_PROPERTY = "mesh.bench.proxy";

    @Param({"none", "own", "jdk", "platform"})
    public String carriers;

    private final Cleanup cleanup = new Cleanup();
    private final Message message = new Message(1);
    private SocketChannel channel;
    private long number;

    @Setup(Level.Trial)
    public void open() throws Exception {
        var folder = Files.createTempDirectory("meshbench-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        cleanup.add(() -> Folders.delete(folder));
        var testbed = cleanup.add(Testbed.create(subject(), 0));
        cleanup.add(Server.start(List.of(testbed.serverNamespace())));
        testbed.startClientProxy(folder);
        channel = cleanup.add(NetworkNamespace.open(testbed.clientNamespace()).call(Target::connect));
        cleanup.add(Spinners.start(Runtime.getRuntime().availableProcessors()));
    }

    private Subject subject() {
        return "none".equals(carriers)
                ? new Direct()
                : new Mesh(carriers, Path.of(System.getProperty(PROXY_PROPERTY)), List.of("--carriers", carriers));
    }

    @Benchmark
    public void roundTrip() throws IOException {
        message.exchange(channel, number++);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        cleanup.close();
    }
}

package mesh.bench.micro;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import mesh.linux.OriginalDestination;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * getsockopt(SO_ORIGINAL_DST) of one real redirected connection, through each way out of Java: fill a byte array with
 * the answer, or learn errno. The first is what the proxy calls, with the address made of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OriginalDestinationBenchmark {
    static final int SOL_IP = 0, SO_ORIGINAL_DST = 80, SOCKADDR_IN_BYTES = 16;

    private RedirectedConnection connection;
    private ForeignLibC foreign;
    private int fd;

    /** Also asks once each way: a benchmark of wrong answers would be worth nothing. */
    @Setup
    public void ask(RedirectedConnection redirected) throws IOException {
        connection = redirected;
        fd = redirected.descriptor();
        foreign = new ForeignLibC();
        if (!product().address().equals(RedirectedConnection.DESTINATION)) {
            throw new IllegalStateException("the connection was not redirected: " + product());
        }
        check(jnaDirect());
        check(jnaInterface());
        check(ffm());
    }

    static void check(byte[] sockaddr) {
        var expected = RedirectedConnection.EXPECTED;
        if (!Arrays.equals(sockaddr, 0, expected.length, expected, 0, expected.length)) {
            throw new IllegalStateException("not the original destination: " + Arrays.toString(sockaddr));
        }
    }

    @Benchmark
    public OriginalDestination product() throws IOException {
        return OriginalDestination.of(connection.accepted());
    }

    @Benchmark
    public byte[] jnaDirect() {
        var sockaddr = new byte[SOCKADDR_IN_BYTES];
        JnaDirect.getsockopt(fd, SOL_IP, SO_ORIGINAL_DST, sockaddr, new int[] {SOCKADDR_IN_BYTES});
        return sockaddr;
    }

    @Benchmark
    public byte[] jnaInterface() {
        var sockaddr = new byte[SOCKADDR_IN_BYTES];
        JnaInterface.INSTANCE.getsockopt(fd, SOL_IP, SO_ORIGINAL_DST, sockaddr, new int[] {SOCKADDR_IN_BYTES});
        return sockaddr;
    }

    @Benchmark
    public byte[] ffm() {
        var sockaddr = new byte[SOCKADDR_IN_BYTES];
        foreign.getsockopt(fd, SOL_IP, SO_ORIGINAL_DST, sockaddr);
        return sockaddr;
    }
}

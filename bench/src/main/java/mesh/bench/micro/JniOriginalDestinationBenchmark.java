package mesh.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** As {@link OriginalDestinationBenchmark}; apart from it because it runs only where a C compiler is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JniOriginalDestinationBenchmark {
    private int fd;

    @Setup
    public void ask(RedirectedConnection redirected) {
        JniShim.load();
        fd = redirected.descriptor();
        OriginalDestinationBenchmark.check(jni());
    }

    @Benchmark
    public byte[] jni() {
        var sockaddr = new byte[OriginalDestinationBenchmark.SOCKADDR_IN_BYTES];
        int errno = JniShim.getsockopt(
                fd, OriginalDestinationBenchmark.SOL_IP, OriginalDestinationBenchmark.SO_ORIGINAL_DST, sockaddr);
        if (errno != 0) {
            throw new IllegalStateException("getsockopt failed with errno " + errno);
        }
        return sockaddr;
    }
}

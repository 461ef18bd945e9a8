package mesh.bench.micro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import mesh.proxy.http1.BodyFraming;
import mesh.proxy.http1.BodyReader;
import mesh.proxy.http1.Limits;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding the end of 16 KiB in chunks. The data itself is skipped, so small chunks are what costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChunkedBodyBenchmark {
    private static final int BODY_BYTES = 16 * 1024;

    @Param({"16 B chunks", "1024 B chunks", "16384 B chunks"})
    public String message;

    private ByteBuffer body;

    @Setup
    public void prepare() {
        int chunkBytes = Integer.parseInt(message.split(" ")[0]);
        var chunk = "%x\r\n%s\r\n".formatted(chunkBytes, "x".repeat(chunkBytes));
        var text = chunk.repeat(BODY_BYTES / chunkBytes) + "0\r\n\r\n";
        body = ByteBuffer.allocateDirect(text.length())
                .put(text.getBytes(StandardCharsets.US_ASCII))
                .flip();
        if (!scan().ended()) {
            throw new IllegalStateException("not the whole body");
        }
    }

    @Benchmark
    public BodyReader scan() {
        var reader = BodyReader.of(BodyFraming.CHUNKED, Limits.DEFAULT);
        reader.take(body);
        return reader;
    }
}

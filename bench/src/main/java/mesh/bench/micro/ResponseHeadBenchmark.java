package mesh.bench.micro;

import io.netty.handler.codec.http.HttpMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import mesh.proxy.http1.Limits;
import mesh.proxy.http1.Parsed;
import mesh.proxy.http1.ResponseHead;
import mesh.proxy.http1.ResponseParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A response's head from bytes to what can be asked of it; Netty's decoder beside it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ResponseHeadBenchmark {
    private final ResponseParser parser = new ResponseParser(Limits.DEFAULT);
    private final ByteBuffer head = Heads.response();
    private final NettyHeads netty = NettyHeads.responses(Heads.response());

    @Benchmark
    public Parsed<ResponseHead> ours() {
        return parser.parse(head.rewind());
    }

    @Benchmark
    public HttpMessage netty() throws Exception {
        return netty.decode();
    }
}

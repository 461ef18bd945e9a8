package mesh.bench.micro;

import io.netty.handler.codec.http.HttpMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import mesh.proxy.http1.Limits;
import mesh.proxy.http1.Parsed;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.RequestParser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A request's head from bytes to what can be asked of it, with all checks; Netty's decoder beside it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestHeadBenchmark {
    @Param({"curl", "gateway", "browser"})
    public String message;

    private final RequestParser parser = new RequestParser(Limits.DEFAULT);
    private ByteBuffer head;
    private NettyHeads netty;

    @Setup
    public void prepare() {
        head = Heads.request(message);
        netty = NettyHeads.requests(Heads.request(message));
        if (!(ours() instanceof Parsed.Complete)) {
            throw new IllegalStateException("not a head that we accept: " + message);
        }
    }

    @Benchmark
    public Parsed<RequestHead> ours() {
        return parser.parse(head.rewind());
    }

    @Benchmark
    public HttpMessage netty() throws Exception {
        return netty.decode();
    }
}

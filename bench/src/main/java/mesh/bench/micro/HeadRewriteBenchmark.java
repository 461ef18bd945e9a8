package mesh.bench.micro;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import mesh.proxy.http1.Forwarding;
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

/** What of a parsed request goes upstream: hop-by-hop headers are found and left out, and the rest is written anew. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadRewriteBenchmark {
    @Param({"curl", "gateway", "browser"})
    public String message;

    private final ByteBuffer out = ByteBuffer.allocateDirect(16 * 1024);
    private RequestHead head;

    @Setup
    public void parse() {
        head = switch (new RequestParser(Limits.DEFAULT).parse(Heads.request(message))) {
            case Parsed.Complete(var complete) -> complete;
            case Parsed.NeedsMore() -> throw new IllegalStateException("not complete: " + message);
            case Parsed.Refused(var refusal) -> throw new IllegalStateException(message + ": " + refusal);
        };
    }

    @Benchmark
    public ByteBuffer rewrite() {
        Forwarding.request(head, "app-b").render(out.clear());
        return out;
    }
}

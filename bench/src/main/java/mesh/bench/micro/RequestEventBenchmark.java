package mesh.bench.micro;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mesh.bench.rig.Cleanup;
import mesh.proxy.cluster.Endpoint;
import mesh.proxy.cluster.ServiceName;
import mesh.proxy.telemetry.AccessLog;
import mesh.proxy.telemetry.Exchange;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvents;
import mesh.proxy.telemetry.ProxyReadings;
import mesh.proxy.telemetry.Telemetry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What one request costs the telemetry thread: its event through all views, with the access log and without. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestEventBenchmark {
    private static final int BATCH = 1000; // what a carrier with 10,000 requests a second has at each delivery
    private static final int OPEN_STORIES = 16;
    private static final int DESTINATIONS = 50;

    private final Cleanup cleanup = new Cleanup();
    private HopEvent[] requests;
    private Telemetry telemetry;
    private HopEvents ring;

    @Param({"off", "on"})
    private String accessLog;

    @Setup
    public void start() throws IOException {
        requests = IntStream.range(0, DESTINATIONS)
                .mapToObj(RequestEventBenchmark::request)
                .toArray(HopEvent[]::new);
        var log = accessLog.equals("off") ? AccessLog.off() : AccessLog.to(OutputStream.nullOutputStream());
        telemetry = new Telemetry(OPEN_STORIES, ProxyReadings.NONE, log);
        cleanup.add(log::close);
        cleanup.add(telemetry::close);
        ring = telemetry.ring();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void seeRequest() {
        for (int i = 0; i < BATCH; i++) {
            ring.emit(requests[i % DESTINATIONS]);
        }
        telemetry.deliver();
    }

    private static HopEvent request(int destination) {
        var upstream = new InetSocketAddress("10.77.0.3", 8080 + destination);
        var workload = "app-" + destination;
        var exchange = new Exchange(
                "GET",
                "/hello",
                workload,
                "http/1.1",
                200,
                false,
                "",
                new ServiceName("default", workload),
                "",
                upstream,
                new Endpoint(upstream, workload + "-7d4b9", workload, "v1", false, null),
                "app-a",
                1,
                0,
                100,
                1_000_000,
                2_000_000,
                null);
        return new HopEvent.Exchanged(destination, 3_000_000, Direction.OUTBOUND, exchange);
    }

    @TearDown
    public void stop() throws IOException {
        cleanup.close();
    }
}

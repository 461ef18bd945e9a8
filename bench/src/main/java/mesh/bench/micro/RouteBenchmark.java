package mesh.bench.micro;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import mesh.proto.v1.Backend;
import mesh.proto.v1.Endpoint;
import mesh.proto.v1.HttpMatch;
import mesh.proto.v1.HttpRoute;
import mesh.proto.v1.HttpRule;
import mesh.proto.v1.NamedMatch;
import mesh.proto.v1.PathMatch;
import mesh.proto.v1.Service;
import mesh.proto.v1.ServiceName;
import mesh.proto.v1.ServicePort;
import mesh.proxy.http1.Limits;
import mesh.proxy.http1.Parsed;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.RequestParser;
import mesh.proxy.route.Decision;
import mesh.proxy.route.Directory;
import mesh.proxy.route.UnusableException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a request's original destination to what is to be done with it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouteBenchmark {
    private static final InetSocketAddress VIP = new InetSocketAddress("10.96.0.1", 80);
    private static final int OTHER_RULES = 20;

    /** No route; a 90/10 canary; the same behind twenty rules with a path and a header each, none of which match. */
    @Param({"none", "canary", "twenty"})
    public String route;

    private final SplittableRandom random = new SplittableRandom();
    private Directory directory;
    private RequestHead head;

    @Setup
    public void read() throws UnusableException {
        head = switch (new RequestParser(Limits.DEFAULT).parse(Heads.request("gateway"))) {
            case Parsed.Complete(var complete) -> complete;
            case Parsed.NeedsMore() -> throw new IllegalStateException("not complete");
            case Parsed.Refused(var refusal) -> throw new IllegalStateException(refusal.text());
        };
        directory = Directory.of(
                "1", List.of(service("app-b", "10.96.0.1"), service("app-b2", "10.96.0.2")), Directory.EMPTY);
    }

    @Benchmark
    public Decision decide() {
        return directory.at(VIP).service().decide(head, random);
    }

    private Service service(String name, String address) {
        var service = Service.newBuilder()
                .setName(ServiceName.newBuilder().setNamespace("default").setName(name))
                .addAddresses(address)
                .addPorts(ServicePort.newBuilder().setNumber(80))
                .addEndpoints(Endpoint.newBuilder().setAddress("10.77.0.3").putPorts(80, 8080));
        if (name.equals("app-b") && !route.equals("none")) {
            service.addRoutes(routes());
        }
        return service.build();
    }

    private HttpRoute routes() {
        var routes = HttpRoute.newBuilder().setNamespace("default").setName("app-b");
        for (int i = 0; route.equals("twenty") && i < OTHER_RULES; i++) {
            routes.addRules(HttpRule.newBuilder()
                    .addMatches(HttpMatch.newBuilder()
                            .setPath(PathMatch.newBuilder().setPrefix("/"))
                            .addHeaders(
                                    NamedMatch.newBuilder().setName("x-tenant").setExact("t" + i)))
                    .addBackends(backend("app-b2", 1)));
        }
        return routes.addRules(
                        HttpRule.newBuilder().addBackends(backend("app-b", 90)).addBackends(backend("app-b2", 10)))
                .build();
    }

    private static Backend backend(String service, int weight) {
        return Backend.newBuilder()
                .setNamespace("default")
                .setService(service)
                .setPort(80)
                .setWeight(weight)
                .build();
    }
}

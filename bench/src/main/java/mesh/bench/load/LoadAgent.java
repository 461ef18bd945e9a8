package mesh.bench.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import mesh.linux.NetworkNamespace;

/**
 * The load generator: reads a {@link LoadRequest} a line as JSON from standard input, makes the measurement in the
 * namespace named, and prints a {@link LoadResult} a line. One process for all subjects, so that all are measured by
 * the same compiled code. It ends when its input does.
 */
public final class LoadAgent {
    private final IdleConnections idle = new IdleConnections();

    private LoadAgent() {}

    public static void main(String... arguments) throws IOException {
        var agent = new LoadAgent();
        var json = new JsonMapper();
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = requests.readLine()) != null; ) {
            System.out.println(json.writeValueAsString(agent.measure(json.readValue(line, LoadRequest.class))));
        }
    }

    private LoadResult measure(LoadRequest request) {
        try {
            return NetworkNamespace.open(request.namespace()).call(() -> run(request));
        } catch (Exception e) {
            return LoadResult.failed(e); // the caller knows which subject it was, and says so
        }
    }

    private LoadResult run(LoadRequest request) throws Exception {
        return switch (request.workload()) {
            case PING_PONG -> pingPong(Target.address(), Message::new, request);
            case HTTP_GET -> pingPong(server(request), HttpGet::new, request);
            case CONNECT -> new Connects(request.connections(), request.millis()).run();
            case BULK_UP -> new Bulk(request.bytes(), 0).run();
            case BULK_DOWN -> new Bulk(0, request.bytes()).run();
            case BULK_BOTH -> new Bulk(request.bytes(), request.bytes()).run();
            case OPEN_IDLE -> idle.open(request.connections());
            case CLOSE_IDLE -> idle.close();
        };
    }

    private static InetSocketAddress server(LoadRequest request) {
        return new InetSocketAddress(request.host(), request.port());
    }

    private static LoadResult pingPong(InetSocketAddress target, IntFunction<Exchange> exchanges, LoadRequest request)
            throws IOException {
        return new PingPong(target, exchanges, request.connections(), request.millis()).run();
    }
}

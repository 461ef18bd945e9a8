package mesh.proxy.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import mesh.proxy.telemetry.Metrics;
import mesh.proxy.telemetry.Telemetry;

/**
 * The proxy's own pages. Probes and Prometheus come from outside the pod and see {@code /ready}, {@code /live} and
 * {@code /metrics}; {@code /config}, {@code /stories} and {@code /quit} are for who is in the pod already.
 */
public final class AdminServer implements AutoCloseable {
    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Json {
        void write(JsonGenerator json) throws IOException;
    }

    static {
        System.setProperty("jdk.httpserver.maxConnections", "64"); // read once, by the first server of the process
        System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
    }

    private static final String PAGES = "/ready /live /metrics /config /stories, and POST /quit\n";

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().name("admin-", 0).daemon().factory());

    private AdminServer(HttpServer server) {
        this.server = server;
    }

    /**
     * @param quit begins to drain and returns at once
     * @throws BindException when the address cannot be had
     */
    public static AdminServer start(
            InetSocketAddress address,
            Telemetry telemetry,
            BooleanSupplier ready,
            Supplier<? extends Json> config,
            Runnable quit)
            throws IOException {
        var admin = new AdminServer(HttpServer.create(address, 64));
        admin.server.setExecutor(admin.workers);
        admin.page("/live", false, exchange -> text(exchange, 200, "live\n"));
        admin.page("/ready", false, exchange -> {
            boolean yes = ready.getAsBoolean();
            text(exchange, yes ? 200 : 503, yes ? "ready\n" : "not ready: starting or draining\n");
        });
        admin.page("/metrics", false, exchange -> metrics(exchange, telemetry));
        admin.page("/config", true, exchange -> json(exchange, config.get()));
        admin.page("/stories", true, exchange -> StoriesPage.answer(exchange, telemetry));
        admin.page("/quit", "POST", true, exchange -> {
            text(exchange, 200, "draining, then exit 0\n");
            quit.run();
        });
        admin.server.createContext("/", exchange -> {
            try (exchange) {
                text(exchange, 404, "no such page; there are " + PAGES);
            }
        });
        admin.server.start();
        return admin;
    }

    private interface Page {
        void answer(HttpExchange exchange) throws IOException;
    }

    private void page(String path, boolean localOnly, Page page) {
        page(path, "GET", localOnly, page);
    }

    private void page(String path, String method, boolean localOnly, Page page) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    text(exchange, 404, "no such page; there are " + PAGES);
                } else if (!exchange.getRequestMethod().equals(method)) {
                    exchange.getResponseHeaders().set("Allow", method);
                    text(exchange, 405, "only " + method + "\n");
                } else if (localOnly
                        && !exchange.getRemoteAddress().getAddress().isLoopbackAddress()) {
                    text(exchange, 403, "only from inside the pod: use `kubectl exec` or `./mesh exec`\n");
                } else {
                    page.answer(exchange);
                }
            }
        });
    }

    private static void metrics(HttpExchange exchange, Telemetry telemetry) throws IOException {
        telemetry.deliver();
        var body = new ByteArrayOutputStream();
        telemetry.metrics().write(body);
        send(exchange, 200, Metrics.CONTENT_TYPE, body.toByteArray());
    }

    static void json(HttpExchange exchange, Json value) throws IOException {
        var body = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(body)) {
            value.write(json);
            json.writeRaw('\n');
        }
        send(exchange, 200, "application/json", body.toByteArray());
    }

    static void text(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdown();
    }
}

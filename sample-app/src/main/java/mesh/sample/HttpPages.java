package mesh.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The pages of this service, on the JDK's own HTTP server: one virtual thread a request. */
final class HttpPages {
    private static final int MAX_CONNECTIONS = 4096;
    private static final String STATUS = "/status/";
    private static final int MAX_PAUSE_MILLIS = 60_000;

    private final Self self;
    private final Optional<PeerCalls> calls;

    private HttpPages(Self self, Optional<PeerCalls> calls) {
        this.self = self;
        this.calls = calls;
    }

    /** @return the server; {@code stop(seconds)} ends it */
    static HttpServer start(Self self, int port, Optional<PeerCalls> calls) throws IOException {
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(MAX_CONNECTIONS));
        System.setProperty("sun.net.httpserver.nodelay", "true"); // an answer does not wait for the last one's ACK
        var server = listen(port);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", new HttpPages(self, calls)::answer);
        server.start();
        return server;
    }

    private static HttpServer listen(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(port), 0);
        } catch (BindException e) {
            throw new IOException(
                    "cannot listen on HTTP port %d: %s. `ss -ltnp` shows who has it; --port takes another."
                            .formatted(port, e.getMessage()),
                    e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                page(exchange, exchange.getRequestURI().getPath());
            } catch (IllegalArgumentException e) {
                Answers.text(exchange, 400, e.getMessage());
            }
        }
    }

    private void page(HttpExchange exchange, String page) throws IOException {
        switch (page) {
            case "/" -> Answers.send(exchange, 200, Seen.of(self, exchange));
            case "/call" -> call(exchange);
            case "/load" -> load(exchange);
            case "/slow" -> slow(exchange);
            case "/echo" -> echo(exchange);
            case String status when status.startsWith(STATUS) -> status(exchange, status.substring(STATUS.length()));
            default ->
                Answers.text(exchange, 404, "no page " + page + " here; there are / /call /load /slow /status/N /echo");
        }
    }

    private void call(HttpExchange exchange) throws IOException {
        var answer = peer().call(Query.rest(exchange.getRequestURI(), "path", "/"));
        Answers.send(exchange, answer.reached() ? 200 : 502, answer);
    }

    private void load(HttpExchange exchange) throws IOException {
        var run = new LoadRun(peer().peer(), Load.asked(exchange.getRequestURI()));
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0); // 0: chunks
        run.run(exchange.getResponseBody());
    }

    /** @throws IllegalArgumentException when there is none */
    private PeerCalls peer() {
        return calls.orElseThrow(
                () -> new IllegalArgumentException(self.name() + " has no peer to call; start it with --peer URL"));
    }

    private void slow(HttpExchange exchange) throws IOException {
        int millis = Query.number(exchange.getRequestURI(), "ms", 1000, 0, MAX_PAUSE_MILLIS);
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Answers.send(exchange, 200, Seen.of(self, exchange));
    }

    private void status(HttpExchange exchange, String code) throws IOException {
        Answers.send(exchange, Query.number(STATUS, code, 200, 599), Seen.of(self, exchange));
    }

    /** Sends the body back as it comes: with its length when that is known, in chunks when it is not. */
    private void echo(HttpExchange exchange) throws IOException {
        var length = exchange.getRequestHeaders().getFirst("Content-Length");
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        exchange.getResponseHeaders().set("Content-Type", type == null ? "application/octet-stream" : type);
        long bytes = length == null ? 0 : Long.parseLong(length);
        exchange.sendResponseHeaders(200, length != null && bytes == 0 ? -1 : bytes); // -1: no body; 0: chunks
        exchange.getRequestBody().transferTo(exchange.getResponseBody());
    }
}

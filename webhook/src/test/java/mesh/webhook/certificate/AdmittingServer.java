package mesh.webhook.certificate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** Says yes to whatever the API server asks, on a new connection each time: each answer is a handshake that went well. */
final class AdmittingServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpsServer server;
    private final AtomicInteger answers = new AtomicInteger();

    AdmittingServer(ServingCertificate certificate) throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {certificate.keys()}, null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::admit);
        server.start();
    }

    private void admit(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uid = JSON.readTree(exchange.getRequestBody()).path("request").path("uid");
            var answer = JSON.createObjectNode()
                    .put("apiVersion", "admission.k8s.io/v1")
                    .put("kind", "AdmissionReview");
            answer.putObject("response").put("allowed", true).set("uid", uid);
            var bytes = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            answers.incrementAndGet();
        }
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    int answers() {
        return answers.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

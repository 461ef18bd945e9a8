package mesh.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import mesh.webhook.certificate.ServingCertificate;

/** Somebody else's, that puts an init container before all others, as some do that hand out secrets. */
final class PushingWebhook implements AutoCloseable {
    static final String CONTAINER = "pushed";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATCH = """
            [{"op": "add", "path": "/spec/initContainers/0", "value": {"name": "%s", "image": "i:1"}}]
            """.formatted(CONTAINER);

    private final HttpsServer server;

    private PushingWebhook(ServingCertificate certificate) throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {certificate.keys()}, null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", PushingWebhook::push);
        server.start();
    }

    static PushingWebhook start(ServingCertificate certificate) throws Exception {
        return new PushingWebhook(certificate);
    }

    private static void push(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = JSON.createObjectNode()
                    .put("apiVersion", "admission.k8s.io/v1")
                    .put("kind", "AdmissionReview");
            answer.putObject("response")
                    .put("allowed", true)
                    .put("patchType", "JSONPatch")
                    .put("patch", Base64.getEncoder().encodeToString(PATCH.getBytes(StandardCharsets.UTF_8)))
                    .set(
                            "uid",
                            JSON.readTree(exchange.getRequestBody())
                                    .path("request")
                                    .path("uid"));
            var bytes = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** The API server asks in the order of names: this one comes after ours. */
    MutatingWebhookConfiguration configuration(String namespace, String caBundle) {
        return Serialization.unmarshal(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingWebhookConfiguration
                metadata: {name: pushing}
                webhooks:
                  - name: pushing.example.org
                    rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
                    sideEffects: None
                    admissionReviewVersions: [v1]
                    clientConfig: {url: "https://127.0.0.1:%d/", caBundle: %s}
                """.formatted(namespace, server.getAddress().getPort(), caBundle), MutatingWebhookConfiguration.class);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package mesh.webhook;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import mesh.webhook.certificate.FolderCertificate;
import mesh.webhook.certificate.TestCertificates;
import mesh.webhook.inject.InjectorSettings;

/** A webhook in this process, and a client that trusts it. */
final class RunningWebhook implements AutoCloseable {
    private final Path folder;
    private final FolderCertificate certificate;
    private final Server server;
    private final String authority;

    RunningWebhook() throws IOException, GeneralSecurityException {
        folder = Files.createTempDirectory("webhook-");
        authority = TestCertificates.write(folder, List.of("localhost"), Instant.now());
        certificate = FolderCertificate.open(folder);
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var injector = new InjectorSettings(
                "1.2.3", "netinit:1", "proxy:1", "debug:1", "IfNotPresent", "controlplane.mesh-system:15010", false);
        var settings = new Settings(
                free,
                free,
                Optional.of(folder),
                Optional.empty(),
                "mesh-system",
                "webhook",
                List.of(),
                Duration.ZERO,
                injector);
        server = Server.start(settings, certificate, new PrometheusRegistry(), () -> "[]");
    }

    int port() {
        return server.httpsPort();
    }

    /** PEM of the authority that signed the certificate. */
    String authority() {
        return authority;
    }

    URI uri(String path) {
        return URI.create("https://localhost:" + port() + path);
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (var http = client("TLSv1.3")) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    HttpClient client(String protocol) {
        try {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", TestCertificates.certificate(authority));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .sslContext(context)
                    .sslParameters(new SSLParameters(null, new String[] {protocol}))
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String page(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + server.adminPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        certificate.close();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}

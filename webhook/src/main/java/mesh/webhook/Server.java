package mesh.webhook;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import mesh.webhook.admin.AdminPages;
import mesh.webhook.admission.AdmissionPages;
import mesh.webhook.admission.Decisions;
import mesh.webhook.certificate.ServingCertificate;

/** A running webhook: HTTPS for the API server, HTTP for probes and people. */
final class Server implements AutoCloseable {
    private static final String ADMIN = "admin";

    /** An object may have 1.5 MiB in etcd, and a review holds it twice. */
    private static final long LARGEST_REVIEW = 3L << 20;

    /** The API servers keep a few open each; who else connects must not fill the memory. */
    private static final int CONNECTIONS = 300;

    /** Without a byte of a question that has begun. Between two questions a connection may be silent for longer. */
    private static final Duration DEAD = Duration.ofSeconds(10);

    /** Its lines at the start say nothing that ours does not. Kept, since the JDK forgets levels of unused loggers. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    static {
        HELIDON.setLevel(Level.WARNING);
    }

    private final WebServer web;
    private volatile boolean stopping;

    private Server(
            Settings settings, ServingCertificate certificate, PrometheusRegistry registry, Supplier<String> unmeshed) {
        var admission = new AdmissionPages(settings.injector(), new Decisions(registry, System.out));
        admission.warmUp();
        var admin = new AdminPages(certificate, registry, () -> stopping, unmeshed);
        web = WebServer.builder()
                .shutdownHook(false)
                .address(settings.https().getAddress())
                .port(settings.https().getPort())
                .connectionOptions(options -> options.tcpNoDelay(true) // else each answer waits 40 ms for an ACK
                        .readTimeout(DEAD))
                .maxPayloadSize(LARGEST_REVIEW)
                .maxTcpConnections(CONNECTIONS)
                .tls(tls(certificate))
                .routing(admission::describe)
                .putSocket(
                        ADMIN,
                        ListenerConfig.builder()
                                .address(settings.admin().getAddress())
                                .port(settings.admin().getPort())
                                .routing(admin::describe)
                                .build())
                .build();
    }

    /**
     * Listens. @throws IOException naming the ports that cannot be had
     *
     * @param unmeshed JSON: pods that should be meshed and are not
     */
    static Server start(
            Settings settings, ServingCertificate certificate, PrometheusRegistry registry, Supplier<String> unmeshed)
            throws IOException {
        var server = new Server(settings, certificate, registry, unmeshed);
        try {
            server.web.start();
            return server;
        } catch (RuntimeException e) {
            server.web.stop();
            throw new IOException(
                    "cannot listen at %s and %s: %s. `ss -tlnp` shows who has a port; choose others with --https and --admin."
                            .formatted(settings.https(), settings.admin(), root(e)),
                    e);
        }
    }

    /** TLS 1.3 alone: the API server speaks it. */
    private static Tls tls(ServingCertificate certificate) {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {certificate.keys()}, null, null);
            return Tls.builder()
                    .sslContext(context)
                    .addEnabledProtocol("TLSv1.3")
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot speak TLS 1.3", e);
        }
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    int httpsPort() {
        return web.port();
    }

    int adminPort() {
        return web.port(ADMIN);
    }

    /** Says so, and goes on answering: whoever does not know yet still sends requests here. */
    void withdraw() {
        stopping = true;
    }

    @Override
    public void close() {
        web.stop();
    }
}

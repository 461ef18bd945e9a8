package mesh.webhook;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.nio.file.Path;
import mesh.webhook.certificate.FolderCertificate;
import mesh.webhook.certificate.ServingCertificate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The server in this process, on free ports. */
record RunningWebhook(Server server, ServingCertificate serving, SelfSigned certificate) implements AutoCloseable {
    @Command
    private static final class Flags {
        @Mixin
        private WebhookOptions options;
    }

    /** @param folder for its certificate */
    static RunningWebhook start(Path folder) throws Exception {
        var certificate = SelfSigned.in(folder);
        var flags = new Flags();
        new CommandLine(flags).parseArgs("--https", "0", "--admin", "0", "--certificate-folder", folder.toString());
        var serving = FolderCertificate.open(folder);
        var server = Server.start(flags.options.settings(), serving, new PrometheusRegistry(), () -> "[]");
        return new RunningWebhook(server, serving, certificate);
    }

    URI https(String path) {
        return URI.create("https://127.0.0.1:" + server.httpsPort() + path);
    }

    URI admin(String path) {
        return URI.create("http://127.0.0.1:" + server.adminPort() + path);
    }

    @Override
    public void close() {
        server.close();
        serving.close();
    }
}

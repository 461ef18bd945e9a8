package mesh.k8s.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import mesh.testkit.KubeScripts;
import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;

/** The webhook's image, with a certificate that is mounted: without a cluster to keep its own in. */
@NeedsRoot
@Timeout(900)
class WebhookTest {
    private static final Path CERTIFICATE = Path.of("target/image-certificate").toAbsolutePath();

    @BeforeAll
    static void build() throws Exception {
        Images.build("webhook", "sample-app");
        makeCertificate();
    }

    @Test
    void itServesAndWritesNothing() throws Exception {
        try (var app = Restricted.pod("sample-app", "--name", "app")) {
            app.start();
            try (var webhook =
                    Restricted.beside(app, "webhook", "--certificate-folder", "/certificate", "--drain-delay", "0")) {
                mount(webhook, CERTIFICATE, "/certificate");
                webhook.start();
                Restricted.awaitReady(app, 15024);

                var running = Running.of(webhook);
                running.mustBeNobodyBut(2000);
                running.mustUseItsCache("webhook");
                System.out.printf("webhook: %d KiB resident%n", running.rssKib());
                Restricted.endsInTime(webhook, 0);
            }
        }
    }

    /** Not by Testcontainers' own way, which first pulls an image to find out whether files can be mounted. */
    private static void mount(GenericContainer<?> container, Path folder, String at) {
        container.withCreateContainerCmdModifier(
                create -> create.getHostConfig().withBinds(new Bind(folder.toString(), new Volume(at), AccessMode.ro)));
    }

    /** By the same program as in the image's training run. */
    private static void makeCertificate() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin");
        var builder = new ProcessBuilder(
                        java.resolve("java").toString(),
                        KubeScripts.PROJECT.resolve("webhook/image/Visit.java").toString(),
                        "certificate",
                        CERTIFICATE.toString())
                .inheritIO();
        builder.environment().merge("PATH", java.toString(), (path, ours) -> ours + ":" + path); // for keytool
        assertEquals(0, builder.start().waitFor());
    }
}

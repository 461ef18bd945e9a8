package mesh.k8s.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mesh.testkit.NeedsRoot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;

/** The images of our programs, each run with nothing that it could write or is allowed. */
@NeedsRoot
@Timeout(900)
class ProgramsTest {
    @BeforeAll
    static void build() throws Exception {
        Images.build("proxy-loom", "controlplane", "sample-app");
    }

    @Test
    void theProxyPassesARequestOn() throws Exception {
        try (var app = Restricted.pod("sample-app", "--name", "app");
                var proxy = started(app, "proxy-loom", "--forward-to", "127.0.0.1:8080", "--drain-delay", "0s")) {
            var waited = proxy.execInContainer(
                    "/opt/java/bin/java", "-cp", "/opt/proxy-loom/proxy-loom.jar", "mesh.proxy.AwaitReady");
            assertEquals(0, waited.getExitCode(), waited::toString);

            var answer = Restricted.get(app, 15006, "/");
            assertTrue(answer.startsWith("HTTP/1.1 200") && answer.contains("app"), answer);

            var running = Running.of(proxy);
            running.mustBeNobodyBut(1337);
            running.mustUseItsCache("proxy-loom");
            System.out.printf("proxy-loom after a request: %d KiB resident%n", running.rssKib());
            Restricted.endsInTime(proxy, 0);
        }
    }

    @Test
    void theControlPlaneTellsAProxyWhatThereIs() throws Exception {
        try (var app = Restricted.pod("sample-app", "--name", "app");
                var controlPlane = started(app, "controlplane", "--folder", "/opt/controlplane");
                var proxy = started(app, "proxy-loom", "--control-plane", "127.0.0.1:15010", "--drain-delay", "0s")) {
            Restricted.awaitReady(app, 15014);
            Restricted.awaitReady(app, 15020);
            assertTrue(proxy.getLogs().contains("control plane 127.0.0.1:15010: connected"), proxy::getLogs);

            var running = Running.of(controlPlane);
            running.mustBeNobodyBut(2000);
            running.mustUseItsCache("controlplane");
            System.out.printf(
                    "controlplane with one proxy: %d KiB resident; proxy-loom: %d KiB%n",
                    running.rssKib(), Running.of(proxy).rssKib());
            Restricted.endsInTime(proxy, 0);
            Restricted.endsInTime(controlPlane, 0);
        }
    }

    @Test
    void theExampleAnswers() throws Exception {
        try (var app = Restricted.pod("sample-app", "--name", "app-b", "--version", "v2")) {
            app.start();
            Restricted.await(() -> Restricted.get(app, 8080, "/"), answer -> answer.contains("app-b"));
            var running = Running.of(app);
            running.mustBeNobodyBut(2001);
            running.mustUseItsCache("sample-app");
            Restricted.endsInTime(app, 143); // it does nothing special about SIGTERM
        }
    }

    private static GenericContainer<?> started(GenericContainer<?> pod, String image, String... arguments) {
        if (!pod.isRunning()) {
            pod.start();
        }
        var container = Restricted.beside(pod, image, arguments);
        container.start();
        return container;
    }
}

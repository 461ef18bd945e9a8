package mesh.webhook.unmeshed;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mesh.testkit.ApiServer;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a real API server that no webhook of ours is known to: every pod slips through. */
class UnmeshedPodsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ApiServer api;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private KubernetesClient client;
    private UnmeshedPods unmeshed;

    @BeforeAll
    @Timeout(value = 25, unit = TimeUnit.MINUTES) // on a new machine its programs are built first
    static void startApiServer() throws Exception {
        api = ApiServer.start(26_643);
        for (var name : new String[] {"mesh-system", "shop"}) {
            kubectl("create", "namespace", name);
            var account = new ServiceAccountBuilder()
                    .withNewMetadata()
                    .withName("default")
                    .withNamespace(name)
                    .endMetadata();
            api.client().resource(account.build()).serverSideApply();
        }
        try (var rbac = Files.newInputStream(KubeScripts.PROJECT.resolve("k8s/base/webhook/rbac.yaml"))) {
            api.client().load(rbac).serverSideApply();
        }
    }

    @AfterAll
    static void stopApiServer() {
        if (api != null) {
            api.close();
        }
    }

    @BeforeEach
    void nothingAsks() throws Exception {
        label("-"); // away with it
        api.client().pods().inNamespace("shop").withGracePeriod(0).delete();
    }

    @AfterEach
    void close() {
        unmeshed.close();
        client.close();
    }

    @Test
    void aPodIsToldOfOnceForAsLongAsItIsThere() throws Exception {
        start("webhook");
        create("app-x", Map.of());
        eventually("all is read", () -> page().path("problem").asText().isEmpty());
        assertEquals(0, page().path("unmeshedCount").asInt());

        Thread.sleep(1_100); // timestamps are whole seconds: the namespace shall ask later than the pod was made
        label("=true");
        var found = eventually("it is found", () -> page().path("unmeshed").path(0), pod -> !pod.isMissingNode());
        assertEquals("app-x", found.path("pod").asText());
        assertTrue(found.path("reason").asText().contains("before its namespace asked"), found::toString);
        assertTrue(metrics().contains("mesh_unmeshed_pods{namespace=\"shop\"} 1.0"), this::metrics);

        create("app-y", Map.of()); // also looked at, with what was known before
        eventually("both are found", () -> page().path("unmeshedCount").asInt() == 2);
        assertEquals(1, lines("shop/app-x"), log::toString);
        assertEquals(1, lines("shop/app-y"), log::toString);

        api.client().pods().inNamespace("shop").withGracePeriod(0).delete();
        eventually("none is left", () -> page().path("unmeshedCount").asInt() == 0);
        assertTrue(!metrics().contains("mesh_unmeshed_pods{"), this::metrics);
    }

    @Test
    void aProxyOfAnotherVersionIsCountedApart() throws Exception {
        start("webhook");
        create("old", Map.of("diy-service-mesh/inject", "true", "diy-service-mesh/injected", "1.0"));
        var found = eventually("it is found", () -> page().path("outdated").path(0), pod -> !pod.isMissingNode());
        assertTrue(found.path("reason").asText().contains("version 1.0; new pods get 2.0"), found::toString);
        assertTrue(metrics().contains("mesh_outdated_proxies{namespace=\"shop\"} 1.0"), this::metrics);
        assertEquals(0, page().path("unmeshedCount").asInt());
    }

    @Test
    void whoMayNotReadSaysSo() throws Exception {
        start("default");
        var problem = eventually("it is told", () -> page().path("problem").asText(), text -> text.contains("cannot"));
        assertTrue(problem.contains("pods") || problem.contains("namespaces"), problem);
    }

    private void start(String account) throws IOException {
        var token = api.client()
                .serviceAccounts()
                .inNamespace("mesh-system")
                .withName(account)
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig(token).toFile()))
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
        unmeshed = UnmeshedPods.start(client, "2.0", registry, new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    private JsonNode page() throws IOException {
        return JSON.readTree(unmeshed.toJson());
    }

    private String metrics() {
        var text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, registry.scrape());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private long lines(String part) {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(part + " "))
                .count();
    }

    private static void label(String how) throws Exception {
        kubectl("label", "namespace", "shop", "--overwrite", "diy-service-mesh/inject" + how);
    }

    /** As people do it: of what the Java client writes nobody records when it was written. */
    private static void kubectl(String... arguments) throws Exception {
        var line = new ArrayList<>(
                List.of(KubeScripts.kubectl().orElseThrow().toString(), "--kubeconfig=" + api.kubeconfig(api.port())));
        line.addAll(List.of(arguments));
        assertEquals(0, new ProcessBuilder(line).inheritIO().start().waitFor());
    }

    private static void create(String name, Map<String, String> annotations) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("app")
                .endContainer();
        if (annotations.containsKey("diy-service-mesh/injected")) {
            pod.addNewInitContainer().withName("mesh-netinit").withImage("a").endInitContainer();
            pod.addNewContainer().withName("mesh-proxy").withImage("a").endContainer();
        }
        api.client().resource(pod.endSpec().build()).create();
    }
}

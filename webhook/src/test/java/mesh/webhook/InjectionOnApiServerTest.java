package mesh.webhook;

import static mesh.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mesh.testkit.ApiServer;
import mesh.testkit.KubeScripts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real API server that asks a real webhook, by the configurations that are installed; only the address is another. */
class InjectionOnApiServerTest {
    private static final String INJECT = "diy-service-mesh/inject";

    @TempDir
    private static Path folder;

    private static ApiServer api;
    private static RunningWebhook webhook;

    @BeforeAll
    @Timeout(value = 25, unit = TimeUnit.MINUTES) // on a new machine its programs are built first
    static void start() throws Exception {
        api = ApiServer.start(26_543);
        webhook = RunningWebhook.start(folder);
        configure();
        namespace("plain", Map.of());
        namespace("meshed", Map.of(INJECT, "true"));
        eventually("the API server asks the webhook", () -> isMeshed(dryRun(pod("plain", Map.of(INJECT, "true")))));
    }

    @AfterAll
    static void stop() {
        if (webhook != null) {
            webhook.close();
        }
        if (api != null) {
            api.close();
        }
    }

    private static void configure() throws Exception {
        var mutating = read("mutating", MutatingWebhookConfiguration.class);
        mutating.getWebhooks().forEach(entry -> here(entry.getClientConfig()));
        api.client().resource(mutating).create();
        var validating = read("validating", ValidatingWebhookConfiguration.class);
        validating.getWebhooks().forEach(entry -> here(entry.getClientConfig()));
        api.client().resource(validating).create();
    }

    private static <T> T read(String name, Class<T> type) throws Exception {
        var file = KubeScripts.PROJECT.resolve("k8s/base/webhook/" + name + ".yaml");
        return Serialization.unmarshal(Files.readString(file), type);
    }

    private static void here(WebhookClientConfig config) {
        config.setUrl(webhook.https(config.getService().getPath()).toString());
        config.setService(null);
        config.setCaBundle(bundle());
    }

    private static String bundle() {
        try {
            return Base64.getEncoder()
                    .encodeToString(webhook.certificate().pem().getBytes(StandardCharsets.US_ASCII));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** With the account that no controller makes here. */
    private static void namespace(String name, Map<String, String> annotations) {
        var namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
        api.client().resource(namespace).create();
        var account = new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(name)
                .endMetadata()
                .build();
        api.client().resource(account).create();
    }

    @Test
    void aPodOfANamespaceThatAsksIsCreatedWithASidecar() {
        var created = create(pod("meshed", Map.of()));
        assertEquals(
                List.of("mesh-netinit", "mesh-proxy"), names(created.getSpec().getInitContainers()));
        assertEquals("Always", created.getSpec().getInitContainers().get(1).getRestartPolicy());
        assertTrue(created.getSpec().getVolumes().stream()
                .anyMatch(volume -> volume.getName().equals("mesh-token")));
    }

    @Test
    void aPodThatSaysNoOrDoesNotAskIsAsItWas() {
        assertEquals(
                List.of(),
                create(pod("meshed", Map.of(INJECT, "false"))).getSpec().getInitContainers());
        assertEquals(List.of(), create(pod("plain", Map.of())).getSpec().getInitContainers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "classic"})
    void theApiServerTakesEverythingThatIsInjected(String sidecar) {
        var annotations = new HashMap<String, String>();
        annotations.put("diy-service-mesh/sidecar", sidecar);
        annotations.put("diy-service-mesh/debug", "true");
        annotations.put("diy-service-mesh/nfqueue", "7");
        annotations.put("diy-service-mesh/skip-outbound-ports", "22, 8000-8010");
        annotations.put("diy-service-mesh/proxy-cpu-limit", "1");
        annotations.put("diy-service-mesh/proxy-memory-request", "0.1Gi");
        assertTrue(isMeshed(create(pod("meshed", annotations))));
    }

    @Test
    void anInjectedManifestCanBeAppliedAgain() {
        var created = create(pod("meshed", Map.of()));
        var copy = new PodBuilder()
                .withNewMetadata()
                .withGenerateName("copy-")
                .withNamespace("meshed")
                .withAnnotations(created.getMetadata().getAnnotations())
                .endMetadata()
                .withSpec(created.getSpec())
                .build();
        assertEquals(
                created.getSpec().getInitContainers(), create(copy).getSpec().getInitContainers());
    }

    @Test
    void whoCreatesAPodThatCannotBeMeshedIsToldWhy() {
        var pod = new PodBuilder(pod("meshed", Map.of()))
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .build();
        var refused = assertThrows(KubernetesClientException.class, () -> create(pod));
        assertTrue(refused.getMessage().contains("diy-service-mesh: spec.hostNetwork is true"), refused::getMessage);
        assertEquals(422, refused.getCode());
    }

    @Test
    void aTypingErrorIsToldWithWhatIsAccepted() {
        var refused = assertThrows(
                KubernetesClientException.class,
                () -> create(pod("plain", Map.of(INJECT, "true", "diy-service-mesh/sidecar", "modern"))));
        assertTrue(
                refused.getMessage()
                        .contains("annotation diy-service-mesh/sidecar: 'modern' is not accepted; write one of"
                                + " [native, classic]"),
                refused::getMessage);
    }

    @Test
    void aDryRunLeavesNothingBehind() {
        var dry = dryRun(pod("meshed", Map.of()));
        assertTrue(isMeshed(dry));
        var name = dry.getMetadata().getName();
        assertTrue(api.client().pods().inNamespace("meshed").list().getItems().stream()
                .noneMatch(pod -> pod.getMetadata().getName().equals(name)));
    }

    /** The API server asks us again when another has changed the pod after us. */
    @Test
    void oursAreInFrontWhenAWebhookAfterUsPutsAContainerThere() throws Exception {
        namespace("pushy", Map.of(INJECT, "true"));
        try (var other = PushingWebhook.start(webhook.serving())) {
            var configuration = other.configuration("pushy", bundle());
            api.client().resource(configuration).create();
            try {
                var pod = eventually(
                        "both webhooks are asked",
                        () -> names(dryRun(pod("pushy", Map.of())).getSpec().getInitContainers()),
                        names -> names.contains(PushingWebhook.CONTAINER));
                assertEquals(List.of("mesh-netinit", "mesh-proxy", PushingWebhook.CONTAINER), pod);
            } finally {
                api.client().resource(configuration).delete();
            }
        }
    }

    @Test
    void theLabelOfANamespaceComesAndGoesWithItsAnnotation() {
        namespace("fickle", Map.of(INJECT, "true"));
        assertEquals("true", label("fickle"));
        annotate("fickle", "false");
        assertEquals("false", label("fickle"));
        annotate("fickle", null);
        assertEquals(null, label("fickle"));
    }

    private static String label(String namespace) {
        Namespace found = api.client().namespaces().withName(namespace).get();
        return found.getMetadata().getLabels().get(INJECT);
    }

    private static void annotate(String namespace, String value) {
        api.client()
                .namespaces()
                .withName(namespace)
                .edit(found -> new NamespaceBuilder(found)
                        .editMetadata()
                        .removeFromAnnotations(INJECT)
                        .addToAnnotations(value == null ? Map.of() : Map.of(INJECT, value))
                        .endMetadata()
                        .build());
    }

    @Test
    void aServiceWithAnAnnotationThatNobodyCouldReadIsRefused() {
        var service = new ServiceBuilder()
                .withNewMetadata()
                .withName("a")
                .withNamespace("plain")
                .addToAnnotations("diy-service-mesh/opaque-ports", "mysql")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(3306)
                .endPort()
                .endSpec()
                .build();
        var refused = assertThrows(
                KubernetesClientException.class,
                () -> api.client().resource(service).create());
        assertTrue(refused.getMessage().contains("'mysql' is no port"), refused::getMessage);
    }

    private static Pod pod(String namespace, Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("a-")
                .withNamespace(namespace)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("app:1")
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod create(Pod pod) {
        return api.client().resource(pod).create();
    }

    private static Pod dryRun(Pod pod) {
        return api.client().resource(pod).dryRun(true).create();
    }

    private static boolean isMeshed(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().containsKey("diy-service-mesh/injected");
    }

    private static List<String> names(List<Container> containers) {
        return containers.stream().map(Container::getName).toList();
    }
}

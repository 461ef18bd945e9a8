package mesh.k8s.manifests;

import static mesh.testkit.Eventually.eventually;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import mesh.testkit.ApiServer;

/**
 * The overlay kind on a real API server. No pod runs there, so the webhook is nobody: what the API server would ask it is
 * seen by what is refused, and by what the API server counts as let in without an answer.
 */
final class Installed implements AutoCloseable {
    /** Nobody listens there. */
    private static final String NOBODY = "https://127.0.0.1:1";

    private static final Pattern LET_IN = Pattern.compile(
            "apiserver_admission_webhook_fail_open_count\\{name=\"([^\"]+)\",type=\"[a-z]+\"} ([0-9.e+]+)");

    private final ApiServer api;
    private final KubernetesClient client;

    private Installed(ApiServer api) {
        this.api = api;
        var config = new ConfigBuilder(api.client().getConfiguration());
        client = new KubernetesClientBuilder()
                .withConfig(config.withRequestRetryBackoffLimit(0).build()) // what is refused stays refused
                .build();
    }

    static Installed start(int port) throws Exception {
        var installed = new Installed(ApiServer.start(port));
        try {
            for (var object : Rendered.of(Rendered.KIND).objects()) {
                installed.apply(withoutWebhook(object));
                if (object instanceof Namespace namespace) {
                    installed.giveAccount(namespace.getMetadata().getName());
                }
            }
            return installed;
        } catch (Exception | AssertionError e) {
            installed.close();
            throw e;
        }
    }

    ApiServer api() {
        return api;
    }

    KubernetesClient client() {
        return client;
    }

    HasMetadata apply(HasMetadata object) {
        return client().resource(object).patch(context(false));
    }

    void dryRun(HasMetadata object) {
        client().resource(object).patch(context(true));
    }

    private static PatchContext context(boolean dryRun) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("test")
                .withForce(true)
                .withDryRun(dryRun ? List.of("All") : List.of())
                .build();
    }

    /** As {@code kubectl create -f}. */
    void create(String yaml) {
        client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(object -> client().resource(object).create());
    }

    void namespace(String name) throws Exception {
        create(new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build());
        giveAccount(name);
    }

    private void create(HasMetadata object) {
        client().resource(object).create();
    }

    /** Which a controller would make; without it no pod is let in. */
    void giveAccount(String namespace) {
        apply(new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(namespace)
                .endMetadata()
                .build());
    }

    /** How often each webhook was not reached, and the object let in. */
    Map<String, Integer> letIn() {
        var counts = new TreeMap<String, Integer>();
        var matcher = LET_IN.matcher(client().raw("/metrics"));
        while (matcher.find()) {
            counts.merge(matcher.group(1), (int) Double.parseDouble(matcher.group(2)), Integer::sum);
        }
        return counts;
    }

    /** The API server hears of a webhook configuration a moment after it keeps it. */
    void awaitWebhooks() throws Exception {
        eventually("webhooks are asked", () -> {
            try {
                dryRun(Pods.pod("mesh-demo", "probe", "true"));
                return false;
            } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
                return e.getMessage().contains("pods.inject.diymesh.dev");
            }
        });
    }

    private static HasMetadata withoutWebhook(HasMetadata object) {
        switch (object) {
            case MutatingWebhookConfiguration mutating ->
                mutating.getWebhooks().forEach(webhook -> webhook.setClientConfig(nobody(webhook.getClientConfig())));
            case ValidatingWebhookConfiguration validating ->
                validating.getWebhooks().forEach(webhook -> webhook.setClientConfig(nobody(webhook.getClientConfig())));
            default -> {}
        }
        return object;
    }

    private static WebhookClientConfig nobody(WebhookClientConfig config) {
        return new WebhookClientConfigBuilder()
                .withUrl(NOBODY + config.getService().getPath())
                .build();
    }

    @Override
    public void close() {
        client.close();
        api.close();
    }
}

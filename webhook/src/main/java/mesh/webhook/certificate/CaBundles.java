package mesh.webhook.certificate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The place where the API server is told whom to trust: each entry of both webhook configurations. */
final class CaBundles {
    static final String CONFIGURATION = "diy-service-mesh";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    CaBundles(KubernetesClient client) {
        this.client = client;
    }

    Resource<MutatingWebhookConfiguration> mutating() {
        return client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(CONFIGURATION);
    }

    Resource<ValidatingWebhookConfiguration> validating() {
        return client.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(CONFIGURATION);
    }

    /** Both, as they are at this moment. */
    Seen read() {
        var mutating = mutating().get();
        var validating = validating().get();
        return new Seen(
                new Part(
                        mutating(),
                        mutating,
                        mutating == null
                                ? List.of()
                                : mutating.getWebhooks().stream()
                                        .map(entry ->
                                                bundle(entry.getClientConfig().getCaBundle()))
                                        .toList()),
                new Part(
                        validating(),
                        validating,
                        validating == null
                                ? List.of()
                                : validating.getWebhooks().stream()
                                        .map(entry ->
                                                bundle(entry.getClientConfig().getCaBundle()))
                                        .toList()));
    }

    private static String bundle(String entry) {
        return entry == null ? "" : entry;
    }

    /** What was seen, which may be another by now: writing it then is a conflict, not an overwriting. */
    record Seen(Part mutating, Part validating) {
        /** Whether all entries say so. */
        boolean say(String bundle) {
            return mutating.says(encoded(bundle)) && validating.says(encoded(bundle));
        }

        /** Writes it where it is not yet so. @throws IOException when a configuration is missing */
        void write(String bundle) throws IOException {
            mutating.write(encoded(bundle));
            validating.write(encoded(bundle));
            if (mutating.seen == null || validating.seen == null) {
                throw new IOException("there is no %sWebhookConfiguration %s, so the API server does not call us: apply"
                                .formatted(mutating.seen == null ? "Mutating" : "Validating", CONFIGURATION)
                        + " k8s/base/webhook");
            }
        }

        private static String encoded(String bundle) {
            return Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * One of the two.
     * @param seen null: it is not there
     * @param bundles of its entries
     */
    record Part(Resource<?> resource, HasMetadata seen, List<String> bundles) {
        boolean says(String bundle) {
            return seen != null && bundles.stream().allMatch(bundle::equals);
        }

        void write(String bundle) {
            if (seen == null || says(bundle)) {
                return;
            }
            var patch = JSON.createArrayNode();
            // Who writes a version that is not the current one gets 409, Conflict.
            patch.addObject()
                    .put("op", "replace")
                    .put("path", "/metadata/resourceVersion")
                    .put("value", seen.getMetadata().getResourceVersion());
            for (int i = 0; i < bundles.size(); i++) {
                patch.addObject()
                        .put("op", "add")
                        .put("path", "/webhooks/%d/clientConfig/caBundle".formatted(i))
                        .put("value", bundle);
            }
            resource.patch(PatchContext.of(PatchType.JSON), patch.toString());
            System.err.printf(
                    "webhook: %s %s: caBundle written into %d entries%n",
                    seen.getKind(), CONFIGURATION, bundles.size());
        }
    }
}

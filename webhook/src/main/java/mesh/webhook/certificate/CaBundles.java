package mesh.webhook.certificate;

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
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The place where the API server is told whom to trust: each entry of both webhook configurations. */
final class CaBundles {
    static final String CONFIGURATION = "diy-service-mesh";

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

    /** Writes it where it is not yet so. @throws IOException when a configuration is missing */
    void write(String bundle) throws IOException {
        var wanted = Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.UTF_8));
        var mutating = present(mutating());
        write(
                mutating(),
                mutating,
                wanted,
                mutating.getWebhooks().stream()
                        .map(entry -> entry.getClientConfig().getCaBundle())
                        .toList());
        var validating = present(validating());
        write(
                validating(),
                validating,
                wanted,
                validating.getWebhooks().stream()
                        .map(entry -> entry.getClientConfig().getCaBundle())
                        .toList());
    }

    private static <T extends HasMetadata> T present(Resource<T> resource) throws IOException {
        var found = resource.get();
        if (found == null) {
            throw new IOException("there is no webhook configuration " + CONFIGURATION
                    + ", so the API server does not call us: apply k8s/base/webhook");
        }
        return found;
    }

    /** A conflict is an exception, and the next round tries again. */
    private static void write(Resource<?> resource, HasMetadata seen, String wanted, List<String> present) {
        if (present.stream().allMatch(bundle -> Objects.equals(bundle, wanted))) {
            return;
        }
        var unchanged = "{\"op\": \"test\", \"path\": \"/metadata/resourceVersion\", \"value\": \"%s\"}"
                .formatted(seen.getMetadata().getResourceVersion());
        var operations = IntStream.range(0, present.size())
                .mapToObj(number ->
                        "{\"op\": \"add\", \"path\": \"/webhooks/%d/clientConfig/caBundle\", \"value\": \"%s\"}"
                                .formatted(number, wanted));
        var patch = Stream.concat(Stream.of(unchanged), operations).collect(Collectors.joining(", ", "[", "]"));
        resource.patch(PatchContext.of(PatchType.JSON), patch);
    }
}

package mesh.lab.cluster.check;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import mesh.lab.cluster.Cluster;

/** The webhook configurations: does the API server know of the webhook, and whom to trust? */
final class Configurations implements Check {
    @Override
    public String subject() {
        return "the webhook configurations";
    }

    @Override
    public void look(Cluster cluster, Checkup checkup) throws IOException {
        var trust = Trust.in(cluster);
        if (!trust.mutating()) {
            missing(checkup, "MutatingWebhookConfiguration", "no new pod is meshed, and nobody is told");
        }
        if (!trust.validating()) {
            missing(checkup, "ValidatingWebhookConfiguration", "mistakes are not told when they are written");
        }
        if (trust.bundles().isEmpty()) {
            return;
        }
        checkup.fact("webhook configurations", trust.bundles().size() + " entries");
        var without = trust.bundles().entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        if (!without.isEmpty()) {
            checkup.finding(
                    "no caBundle in " + without,
                    "the webhook has not written it yet, or something took it out again",
                    "wait 10 s; if it stays so: kubectl logs -n %s deploy/webhook".formatted(Cluster.MESH_NAMESPACE));
        }
    }

    private static void missing(Checkup checkup, String kind, String consequence) {
        checkup.finding(
                "there is no %s %s".formatted(kind, Trust.CONFIGURATION), consequence, "kubectl apply -k k8s/base");
    }
}

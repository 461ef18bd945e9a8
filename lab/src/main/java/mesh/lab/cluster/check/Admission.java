package mesh.lab.cluster.check;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import mesh.lab.cluster.Cluster;
import mesh.lab.cluster.MeshedPod;
import mesh.lab.view.Failure;

/**
 * Does the API server really ask the webhook? It is asked to create a pod as a dry run: it goes all the way, and stores
 * nothing. What comes back has a sidecar, or the mesh does not work.
 */
final class Admission implements Check {
    /** One that every cluster has, and that the webhook is asked about. */
    private static final String NAMESPACE = "default";

    private static final String NAME = "mesh-check";

    @Override
    public String subject() {
        return "whether the API server calls the webhook";
    }

    @Override
    public void look(Cluster cluster, Checkup checkup) throws IOException {
        long began = System.nanoTime();
        try {
            var answer = dryRun(cluster);
            var took = Duration.ofNanos(System.nanoTime() - began).toMillis();
            if (MeshedPod.is(answer)) {
                checkup.fact(
                        "webhook called",
                        "a pod made as a dry run got its sidecar, version %s, in %d ms"
                                .formatted(new MeshedPod(answer).injected().orElse("?"), took));
            } else {
                checkup.finding(
                        "the API server does not ask the webhook",
                        "a pod with the annotation diy-service-mesh/inject: \"true\" came back from a dry run without a sidecar",
                        "kubectl get mutatingwebhookconfiguration %s -o yaml; kubectl apply -k k8s/base brings it back"
                                .formatted(Trust.CONFIGURATION));
            }
        } catch (Failure e) {
            refused(e.getMessage(), checkup);
        }
    }

    /** The version that new pods get; empty when they get none. */
    static Optional<String> version(Cluster cluster) {
        try {
            return new MeshedPod(dryRun(cluster)).injected();
        } catch (Failure told) { // by the look above
            return Optional.empty();
        }
    }

    private static Pod dryRun(Cluster cluster) throws Failure {
        return cluster.ask(client -> client.pods()
                .inNamespace(NAMESPACE)
                .resource(pod())
                .dryRun(true)
                .create());
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(NAMESPACE)
                .addToAnnotations("diy-service-mesh/inject", "true")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("none")
                .endContainer()
                .endSpec()
                .build();
    }

    private static void refused(String why, Checkup checkup) {
        if (why.contains(MeshedPod.NETINIT)) { // a policy of the cluster does not like the sidecar that it got
            checkup.finding(
                    "pods in namespace %s may not have a sidecar".formatted(NAMESPACE),
                    why,
                    "kubectl label namespace %s pod-security.kubernetes.io/enforce=privileged --overwrite, if that is meant"
                            .formatted(NAMESPACE));
        } else if (why.contains("failed calling webhook")) {
            checkup.finding("the API server does not reach the webhook", why, remedy(why));
        } else {
            checkup.finding(subjectUnknown(), why, "kubectl auth can-i create pods -n " + NAMESPACE);
        }
    }

    private static String subjectUnknown() {
        return "it is not known whether the webhook is called: the pod of the dry run was refused before";
    }

    private static String remedy(String why) {
        var in = Cluster.MESH_NAMESPACE;
        if (why.contains("x509")) {
            return "it does not believe its certificate: kubectl logs -n %s deploy/webhook".formatted(in);
        }
        return why.contains("no endpoints") || why.contains("connection refused")
                ? "kubectl get pods -n %s -l app.kubernetes.io/name=webhook".formatted(in)
                : "a firewall or NetworkPolicy between the API server and port 8443 of the webhook: kubectl describe networkpolicy -n "
                        + in;
    }
}

package mesh.lab.cluster.check;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mesh.lab.cluster.Cluster;
import mesh.lab.cluster.ControlPlanes;

/** The control plane and the webhook: are they there, and ready? */
final class Programs implements Check {
    private static final String IN = Cluster.MESH_NAMESPACE;
    private static final List<String> NAMES = List.of("controlplane", "webhook");

    @Override
    public String subject() {
        return "what is installed in namespace " + IN;
    }

    @Override
    public void look(Cluster cluster, Checkup checkup) throws IOException {
        for (var name : NAMES) {
            var deployment = cluster.ask(client ->
                    client.apps().deployments().inNamespace(IN).withName(name).get());
            if (deployment == null) {
                checkup.finding(
                        "there is no Deployment %s in namespace %s".formatted(name, IN),
                        "the mesh is not installed, or only a part of it",
                        "kubectl apply -k k8s/base");
            } else {
                look(cluster, deployment, checkup);
            }
        }
        try (var controlPlanes = ControlPlanes.open(cluster)) {
            if (!controlPlanes.areAway()) {
                controlPlane(controlPlanes, checkup);
            }
        }
    }

    private static void look(Cluster cluster, Deployment deployment, Checkup checkup) throws IOException {
        var name = deployment.getMetadata().getName();
        int wanted = Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
        int ready = Optional.ofNullable(deployment.getStatus())
                .map(status -> status.getReadyReplicas())
                .orElse(0);
        var image = deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
        checkup.fact(name, "%d of %d pods ready, image %s".formatted(ready, wanted, image));
        if (wanted == 0) {
            checkup.finding(
                    name + " is scaled to 0",
                    "somebody did so",
                    "kubectl scale deployment %s -n %s --replicas=1".formatted(name, IN));
        } else if (ready < wanted) {
            checkup.finding(
                    "%d of %d pods of %s are ready".formatted(ready, wanted, name),
                    waiting(cluster, name),
                    "kubectl describe pod -n %s -l app.kubernetes.io/name=%s; kubectl logs -n %s deploy/%s"
                            .formatted(IN, name, IN, name));
        }
    }

    /** What the kubelet says of the containers that do not run. */
    private static String waiting(Cluster cluster, String name) throws IOException {
        var pods = cluster.ask(client -> client.pods()
                .inNamespace(IN)
                .withLabel("app.kubernetes.io/name", name)
                .list()
                .getItems());
        var reasons = pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(container -> !Boolean.TRUE.equals(container.getReady()))
                .map(Programs::reason)
                .distinct()
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? whyThereIsNone(pods) : reasons;
    }

    private static String whyThereIsNone(List<Pod> pods) {
        return pods.isEmpty() ? "there is no pod: something refuses to create it" : "no node has taken the pod";
    }

    private static String reason(ContainerStatus container) {
        var waiting = container.getState() == null ? null : container.getState().getWaiting();
        return waiting == null
                ? "it runs and does not answer /ready"
                : waiting.getReason() + ": "
                        + Optional.ofNullable(waiting.getMessage()).orElse("no more is said");
    }

    private static void controlPlane(ControlPlanes controlPlanes, Checkup checkup) throws IOException {
        for (var said : controlPlanes.readiness()) {
            said.lines()
                    .skip(1) // the first line is "ready"
                    .forEach(trouble -> checkup.finding(
                            "the control plane cannot read everything",
                            trouble,
                            "kubectl apply -k k8s/base brings its rights and the CRDs back"));
        }
        for (var problem : controlPlanes.snapshot(Cluster.MESH_NAMESPACE).problems()) {
            checkup.finding(
                    "the control plane refused something", problem, "change it; `kubectl describe` shows its status");
        }
    }
}

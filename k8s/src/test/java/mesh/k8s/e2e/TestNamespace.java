package mesh.k8s.e2e;

import static mesh.testkit.Eventually.eventually;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mesh.k8s.e2e.Command.Output;

/** A namespace of one test, and what the test does in it. */
final class TestNamespace implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final InstalledMesh mesh;
    private final String name;

    private TestNamespace(InstalledMesh mesh, String name) {
        this.mesh = mesh;
        this.name = name;
    }

    static TestNamespace create(InstalledMesh mesh, String prefix, boolean meshed) throws Exception {
        var name = prefix + "-" + Long.toString(System.nanoTime(), 36);
        var namespace = new NamespaceBuilder().withNewMetadata().withName(name);
        if (meshed) { // the annotation alone: the webhook makes it a label
            namespace.addToAnnotations("diy-service-mesh/inject", "true");
        }
        mesh.client().resource(namespace.endMetadata().build()).create();
        var created = new TestNamespace(mesh, name);
        eventually(
                "its service account",
                () -> mesh.client()
                                .serviceAccounts()
                                .inNamespace(name)
                                .withName("default")
                                .get()
                        != null);
        return created;
    }

    String name() {
        return name;
    }

    void apply(String yaml) throws IOException {
        tryApply(yaml).mustSucceed();
    }

    Output tryApply(String yaml) throws IOException {
        return mesh.kubectlGiven(yaml, "apply", "-n", name, "-f", "-");
    }

    Output kubectl(String... arguments) throws IOException {
        return mesh.kubectl(
                Stream.concat(Stream.of("-n", name), Stream.of(arguments)).toArray(String[]::new));
    }

    Pod pod(String pod) {
        return mesh.client().pods().inNamespace(name).withName(pod).get();
    }

    /** @return the pod, once that is so */
    Pod await(String pod, String what, Predicate<Pod> wanted) throws Exception {
        return eventually(pod + ": " + what, PATIENCE, () -> pod(pod), found -> found != null && wanted.test(found));
    }

    Pod awaitReady(String pod) throws Exception {
        return await(pod, "is ready", TestNamespace::isReady);
    }

    /** Of those with that label. */
    String onePodOf(String app) throws IOException {
        return kubectl("get", "pod", "-l", "app=" + app, "-o", "jsonpath={.items[0].metadata.name}")
                .mustSucceed();
    }

    void awaitDeployment(String deployment) throws IOException {
        mesh.awaitDeployment(name, deployment);
    }

    static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    /** Of a container of either kind. */
    static Optional<ContainerStatus> status(Pod pod, String container) {
        return Stream.of(
                        pod.getStatus().getInitContainerStatuses(),
                        pod.getStatus().getContainerStatuses())
                .flatMap(List::stream)
                .filter(status -> status.getName().equals(container))
                .findFirst();
    }

    String log(String pod, String container) {
        return mesh.client()
                .pods()
                .inNamespace(name)
                .withName(pod)
                .inContainer(container)
                .getLog();
    }

    /** Runs a program in a pod. */
    Output exec(String pod, String container, String... command) throws IOException {
        var before = Stream.of("exec", "-n", name, pod, "-c", container, "--");
        return mesh.kubectl(Stream.concat(before, Stream.of(command)).toArray(String[]::new));
    }

    /** Does not wait until all is gone. */
    @Override
    public void close() {
        mesh.client().namespaces().withName(name).delete();
    }
}

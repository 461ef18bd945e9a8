package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.ArrayList;
import java.util.List;

/** The sidecar. */
final class ProxyContainer {
    /** In the image: waits until the proxy beside it is ready. */
    private static final List<String> AWAIT_READY =
            List.of("/opt/java/bin/java", "-cp", "/opt/proxy-loom/proxy-loom.jar", "mesh.proxy.AwaitReady");

    private ProxyContainer() {}

    /**
     * As an init container that goes on running: the kubelet starts what comes after it when it is ready, and ends it
     * when all others have ended.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/">Sidecar containers</a>
     */
    static Container nativeSidecar(Pod pod, Asked asked, InjectorSettings settings) {
        return common(pod, asked, settings)
                .withRestartPolicy("Always")
                .withStartupProbe(probe("/ready", 1, 120)) // starts are slow where many pods start at once
                .build();
    }

    /**
     * As the first of the containers: the kubelet starts them one after the other, and waits for each one's postStart. On
     * termination all get SIGTERM at once, so it goes on accepting while the app ends.
     */
    static Container classic(Pod pod, Asked asked, InjectorSettings settings) {
        return common(pod, asked, settings)
                .addNewEnv()
                .withName("MESH_DRAIN_DELAY")
                .withValue("5s")
                .endEnv()
                .withNewLifecycle()
                .withNewPostStart()
                .withNewExec()
                .withCommand(AWAIT_READY)
                .endExec()
                .endPostStart()
                .endLifecycle()
                .build();
    }

    private static ContainerBuilder common(Pod pod, Asked asked, InjectorSettings settings) {
        return new ContainerBuilder()
                .withName(Names.PROXY)
                .withImage(settings.proxyImage())
                .withImagePullPolicy(settings.pullPolicy())
                .withEnv(environment(pod, settings))
                .addNewPort()
                .withName("mesh-admin")
                .withContainerPort(Names.ADMIN_PORT)
                .withProtocol("TCP")
                .endPort()
                .withReadinessProbe(probe("/ready", 5, 3))
                .withLivenessProbe(probe("/live", 10, 6))
                .withResources(Limits.of(asked))
                .withSecurityContext(Privileges.ofProxy())
                .addNewVolumeMount()
                .withName(Names.TOKEN_VOLUME)
                .withMountPath(Names.TOKEN_FOLDER)
                .withReadOnly(true)
                .endVolumeMount()
                .withTerminationMessagePolicy("FallbackToLogsOnError");
    }

    private static List<EnvVar> environment(Pod pod, InjectorSettings settings) {
        var variables = new ArrayList<EnvVar>();
        variables.add(new EnvVar("MESH_CONTROL_PLANE", settings.controlPlane(), null));
        variables.add(field("MESH_POD", "metadata.name"));
        variables.add(field("MESH_NAMESPACE", "metadata.namespace"));
        Workload.of(pod).ifPresent(name -> variables.add(new EnvVar("MESH_WORKLOAD", name, null)));
        return variables;
    }

    private static EnvVar field(String variable, String path) {
        return new EnvVarBuilder()
                .withName(variable)
                .withNewValueFrom()
                .withNewFieldRef()
                .withApiVersion("v1")
                .withFieldPath(path)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private static Probe probe(String path, int everySeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(Names.ADMIN_PORT)
                .endHttpGet()
                .withPeriodSeconds(everySeconds)
                .withTimeoutSeconds(5)
                .withFailureThreshold(failures)
                .build();
    }
}

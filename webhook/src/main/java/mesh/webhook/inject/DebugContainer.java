package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;

/**
 * Sleeps, until somebody looks at rules and packets with {@code kubectl exec POD -c mesh-debug}. The proxy's own container
 * is no place for that: capabilities do not reach a user other than root. A sidecar as well, so that Jobs end.
 */
final class DebugContainer {
    private DebugContainer() {}

    static Container of(InjectorSettings settings) {
        return new ContainerBuilder()
                .withName(Names.DEBUG)
                .withImage(settings.debugImage())
                .withImagePullPolicy(settings.pullPolicy())
                .withRestartPolicy("Always")
                .withNewResources()
                .addToRequests("cpu", new Quantity("1m"))
                .addToRequests("memory", new Quantity("8Mi"))
                .addToLimits("memory", new Quantity("128Mi"))
                .endResources()
                .withSecurityContext(Privileges.ofNetworkAdministrator())
                .build();
    }
}

package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;

/** Sets the rules in the pod's network namespace, before anything else of the pod runs, and ends. */
final class NetinitContainer {
    private NetinitContainer() {}

    static Container of(Asked asked, InjectorSettings settings) {
        return new ContainerBuilder()
                .withName(Names.NETINIT)
                .withImage(settings.netinitImage())
                .withImagePullPolicy(settings.pullPolicy())
                .withArgs("apply")
                .withEnv(asked.netinit())
                .withNewResources()
                .addToRequests("cpu", new Quantity("10m"))
                .addToRequests("memory", new Quantity("64Mi"))
                .addToLimits("memory", new Quantity("128Mi"))
                .endResources()
                .withSecurityContext(Privileges.ofNetworkAdministrator())
                .withTerminationMessagePolicy("FallbackToLogsOnError") // a pod that does not start says why
                .build();
    }
}

package mesh.k8s.manifests;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** Pods that no namespace refuses for what they may do. */
final class Pods {
    private Pods() {}

    /** @param inject its own annotation; null for none */
    static Pod pod(String namespace, String name, String inject) {
        var metadata =
                new PodBuilder().withNewMetadata().withNamespace(namespace).withName(name);
        if (inject != null) {
            metadata.addToAnnotations("diy-service-mesh/inject", inject);
        }
        return metadata.endMetadata()
                .withNewSpec()
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(2001L)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("app")
                .withImage("app:1")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }
}

package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/** What our containers may do, and no more. */
final class Privileges {
    private Privileges() {}

    /** iptables needs root and NET_ADMIN; NET_RAW is for opening its raw sockets, and for tcpdump. */
    static SecurityContext ofNetworkAdministrator() {
        return nothing()
                .withRunAsUser(0L)
                .withRunAsGroup(0L)
                .withRunAsNonRoot(false)
                .editCapabilities()
                .withAdd("NET_ADMIN", "NET_RAW")
                .endCapabilities()
                .build();
    }

    /** The proxy moves bytes: it needs its user, by which rules know it, and nothing else. */
    static SecurityContext ofProxy() {
        return nothing()
                .withRunAsUser(Names.PROXY_ID)
                .withRunAsGroup(Names.PROXY_ID)
                .withRunAsNonRoot(true)
                .build();
    }

    private static SecurityContextBuilder nothing() {
        return new SecurityContextBuilder()
                .withPrivileged(false)
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities();
    }
}

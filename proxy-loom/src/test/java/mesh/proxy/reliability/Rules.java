package mesh.proxy.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import mesh.linux.NetworkNamespace;
import mesh.netinit.Netinit;

/** Redirects a pod's connections to its proxy, as the init container does. */
final class Rules {
    private Rules() {}

    static void apply(NetworkNamespace pod) throws Exception {
        assertEquals(0, pod.call(() -> Netinit.execute("apply")), "netinit apply");
    }
}

package mesh.webhook.inject;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Why a pod cannot have a proxy, or not all that it may expect of one. */
final class Obstacles {
    private Obstacles() {}

    /** Without these it would run, and not be meshed, or not run at all: it is refused. */
    static List<String> of(Pod pod) {
        var spec = pod.getSpec();
        var found = new ArrayList<String>();
        if (Boolean.TRUE.equals(spec.getHostNetwork())) {
            found.add("spec.hostNetwork is true: rules in the node's network would capture the node's own traffic."
                    + " Remove it, or set " + Annotation.INJECT.key() + ": \"false\" on the pod");
        }
        if (spec.getSecurityContext() != null) {
            owner(
                            "spec.securityContext",
                            spec.getSecurityContext().getRunAsUser(),
                            spec.getSecurityContext().getRunAsGroup())
                    .forEach(found::add);
        }
        Containers.all(pod).forEach(container -> {
            var where = "container " + Shown.of(container.getName());
            if (Containers.isOurs(container)) {
                found.add(where + ": the mesh calls its own so, and the pod has no annotation "
                        + Annotation.INJECTED.key()
                        + ". Rename it; a manifest that was injected before must keep that annotation");
            }
            if (container.getSecurityContext() != null) {
                owner(
                                where,
                                container.getSecurityContext().getRunAsUser(),
                                container.getSecurityContext().getRunAsGroup())
                        .forEach(found::add);
            }
            ports(container).map(port -> where + port).forEach(found::add);
        });
        return found;
    }

    private static Stream<String> owner(String where, Long user, Long group) {
        return Stream.of(id(where, "runAsUser", user), id(where, "runAsGroup", group))
                .filter(Objects::nonNull);
    }

    private static String id(String where, String field, Long id) {
        return id == null || id != Names.PROXY_ID
                ? null
                : "%s: %s is %d, which is the proxy's: rules let its connections pass by the mesh. Choose another"
                        .formatted(where, field, id);
    }

    private static Stream<String> ports(Container container) {
        return Containers.none(container.getPorts()).stream()
                .filter(Objects::nonNull)
                .filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
                .map(ContainerPort::getContainerPort)
                .filter(port -> port != null && Names.PORTS.contains(port))
                .map(port ->
                        ": containerPort %d is the proxy's; the proxy has 15001, 15006, 15008 and 15020. Choose another"
                                .formatted(port));
    }

    /** With these it runs, and something is other than it may seem. */
    static List<String> warnings(Pod pod, Asked asked) {
        var found = new ArrayList<String>();
        if (asked.classic() && !Containers.init(pod).isEmpty()) {
            found.add("with " + Annotation.SIDECAR.key() + ": classic, init containers run before the proxy: their TCP"
                    + " connections are refused. Use native, or exclude their ports with "
                    + Annotation.SKIP_OUTBOUND_PORTS.key());
        }
        if (Boolean.TRUE.equals(pod.getSpec().getShareProcessNamespace())) {
            found.add("spec.shareProcessNamespace is true: containers that run as root can stop the proxy");
        }
        return found;
    }

    /** Windows knows no iptables. */
    static boolean runsElsewhere(Pod pod) {
        var os = pod.getSpec().getOs() == null ? null : pod.getSpec().getOs().getName();
        var selector = pod.getSpec().getNodeSelector();
        return "windows".equals(os)
                || "windows".equals((selector == null ? Map.of() : selector).get("kubernetes.io/os"));
    }
}

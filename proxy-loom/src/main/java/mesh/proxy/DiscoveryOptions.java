package mesh.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import mesh.proxy.discovery.DiscoverySettings;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags that say where the control plane is, and which pod this is. */
final class DiscoveryOptions {
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\[\\]:\\s]+):(\\d{1,5})");

    /** What a ReplicaSet ({@code -7d9c5b6f4d-x2x9k}), a DaemonSet ({@code -x2x9k}) or a StatefulSet adds to its name. */
    private static final String POD_SUFFIX = "(-[bcdf-hj-np-tv-xz2-9]{6,10})?-[bcdf-hj-np-tv-xz2-9]{5}$|-[0-9]+$";

    @Option(
            names = "--control-plane",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:MESH_CONTROL_PLANE:-}",
            description = "Who tells services, endpoints and routes; without it every connection goes where it was"
                    + " heading. $$MESH_CONTROL_PLANE.")
    private String controlPlane;

    @Option(
            names = "--pod",
            paramLabel = "NAME",
            defaultValue = "${env:MESH_POD:-}",
            description = "The pod that this proxy belongs to. $$MESH_POD. Default: the host's name.")
    private String pod;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "${env:MESH_NAMESPACE:-default}",
            description = "The pod's namespace. $$MESH_NAMESPACE. Default: ${DEFAULT-VALUE}.")
    private String namespace;

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            defaultValue = "${env:MESH_WORKLOAD:-}",
            description = "What the pod is one of, such as its Deployment. $$MESH_WORKLOAD. Default: guessed from the"
                    + " pod's name.")
    private String workload;

    /** @throws ParameterException made by {@code fail}, naming the flag, its value and what is accepted */
    DiscoverySettings settings(Function<String, ParameterException> fail) {
        var name = pod.isEmpty() ? hostName() : pod;
        return new DiscoverySettings(
                controlPlane.isEmpty() ? Optional.empty() : Optional.of(controlPlane(fail)),
                name,
                namespace,
                workload.isEmpty() ? name.replaceFirst(POD_SUFFIX, "") : workload);
    }

    private DiscoverySettings.HostPort controlPlane(Function<String, ParameterException> fail) {
        var parts = HOST_PORT.matcher(controlPlane);
        int port = parts.matches() ? Integer.parseInt(parts.group(2)) : 0;
        if (port < 1 || port > 65535) {
            throw fail.apply("--control-plane '" + controlPlane + "': write HOST:PORT with a port from 1 to 65535");
        }
        var host = parts.group(1);
        return new DiscoverySettings.HostPort(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown"; // a name for people; nothing is decided by it
        }
    }
}

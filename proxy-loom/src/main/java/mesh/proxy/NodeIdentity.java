package mesh.proxy;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import mesh.proto.v1.Node;
import mesh.proxy.discovery.DiscoverySettings;

/** Tells the control plane who asks. */
final class NodeIdentity {
    private NodeIdentity() {}

    static Node of(DiscoverySettings settings) throws SocketException {
        var version = Proxy.class.getPackage().getImplementationVersion();
        return Node.newBuilder()
                .setPod(settings.pod())
                .setNamespace(settings.namespace())
                .setWorkload(settings.workload())
                .addAllAddresses(addresses())
                .setProxyVersion(version == null ? "" : version)
                .build();
    }

    private static List<String> addresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                .toList();
    }
}

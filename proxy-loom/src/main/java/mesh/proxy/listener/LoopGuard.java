package mesh.proxy.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Set;

/**
 * Keeps the proxy from connecting to itself. A connection whose original destination is one of our listeners was
 * dialled directly and not redirected; relaying it would come back to us, and again, until memory or descriptors end.
 *
 * @param ports of our own listeners
 */
public record LoopGuard(Set<Integer> ports) {
    /**
     * Whether {@code destination} is this proxy, on any address of this machine (or pod).
     *
     * @throws IOException when the machine's addresses cannot be listed: that takes a descriptor
     */
    public boolean isOurselves(InetSocketAddress destination) throws IOException {
        return ports.contains(destination.getPort()) && isLocal(destination.getAddress());
    }

    private static boolean isLocal(InetAddress address) throws IOException {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress() // all of 127.0.0.0/8, though only 127.0.0.1 is on an interface
                || NetworkInterface.getByInetAddress(address) != null;
    }
}

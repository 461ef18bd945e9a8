package mesh.lab.watch;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Addresses as people write them. */
final class Endpoints {
    private Endpoints() {}

    /** {@code 10.77.0.3:8080}, {@code [fd77::3]:8080}; the first run of zeros is the one left out. */
    static String text(InetSocketAddress endpoint) {
        var address = endpoint.getAddress().getHostAddress();
        return endpoint.getAddress() instanceof Inet6Address
                ? "[" + address.replaceFirst("(^|:)0(:0)+(:|$)", "::") + "]:" + endpoint.getPort()
                : address + ":" + endpoint.getPort();
    }
}

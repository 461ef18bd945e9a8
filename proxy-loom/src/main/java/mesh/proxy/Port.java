package mesh.proxy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import mesh.linux.AddressText;

/** Binding one of the proxy's ports, with an error that says which, why, and what to do. */
final class Port {
    private Port() {}

    /** Whatever listens there. */
    @FunctionalInterface
    interface Binding<T> {
        T bind(InetSocketAddress address) throws IOException;
    }

    /**
     * @param role whose flag chooses the port: outbound, inbound or admin
     * @throws BindException naming the port
     */
    static <T> T bound(String role, InetSocketAddress address, Binding<T> binding) throws IOException {
        try {
            return binding.bind(address);
        } catch (BindException e) {
            var named = new BindException("the %s port %s cannot be had: %s. %s; choose another with --%s."
                    .formatted(role, AddressText.of(address), e.getMessage(), clue(e.getMessage()), role));
            named.initCause(e);
            throw named;
        }
    }

    /** The JDK tells the reasons of bind(2) apart by the text of strerror(3) only. */
    private static String clue(String reason) {
        return switch (reason) {
            case "Permission denied" ->
                "Ports below net.ipv4.ip_unprivileged_port_start are for root and CAP_NET_BIND_SERVICE";
            case "Cannot assign requested address" -> "`ip address` lists the addresses of this machine (or pod)";
            default -> "`ss -tlnp` shows who has it";
        };
    }
}

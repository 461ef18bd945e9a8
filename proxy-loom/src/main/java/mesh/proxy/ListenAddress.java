package mesh.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mesh.linux.AddressText;

/**
 * Where to listen, as a user writes it.
 *
 * @param address empty: the default of the port's role
 * @param port 0: any free one
 */
record ListenAddress(Optional<InetAddress> address, int port) {
    /** {@code 15006}, {@code 10.0.0.1:15006}, {@code [::1]:15006}. @throws IllegalArgumentException saying what is wrong */
    static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        int port = port(text, colon);
        var host = text.substring(0, Math.max(0, colon)).replaceAll("^\\[(.*)]$", "$1");
        return new ListenAddress(host.isEmpty() ? Optional.empty() : Optional.of(address(host)), port);
    }

    private static int port(String text, int colon) {
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no place to listen: PORT, ADDRESS:PORT or [IPV6]:PORT with a port from 0 to 65535");
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + host + "' is no address of this machine, and no known name", e);
        }
    }

    /** The given address, or every one of this machine, both families. */
    InetSocketAddress anyByDefault() {
        return address.map(given -> new InetSocketAddress(given, port)).orElseGet(() -> new InetSocketAddress(port));
    }

    /**
     * The given address, or the loopback of each family: REDIRECT turns a local connection's destination into
     * 127.0.0.1 or ::1 (nf_nat_redirect.c), so nobody else has a reason to dial this port.
     */
    List<InetSocketAddress> loopbackByDefault() throws SocketException, UnknownHostException {
        if (address.isPresent()) {
            return List.of(new InetSocketAddress(address.get(), port));
        }
        var loopbacks = new ArrayList<InetSocketAddress>();
        for (var loopback : List.of("127.0.0.1", "::1")) {
            var local = InetAddress.getByName(loopback);
            if (NetworkInterface.getByInetAddress(local) != null) { // no ::1 where IPv6 is switched off
                loopbacks.add(new InetSocketAddress(local, port));
            }
        }
        return loopbacks;
    }

    @Override
    public String toString() {
        return address.map(given -> AddressText.of(new InetSocketAddress(given, port)))
                .orElse(String.valueOf(port));
    }
}

package mesh.controlplane;

import java.net.InetSocketAddress;

/** Where to listen, as a user writes it. */
final class ListenAddress {
    private ListenAddress() {}

    /**
     * {@code 15010} (every address), {@code 10.0.0.1:15010}, {@code [::1]:15010}; port 0 is any free one.
     *
     * @throws IllegalArgumentException saying what is accepted
     */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        var host = text.substring(0, Math.max(0, colon)).replaceAll("^\\[(.*)]$", "$1");
        int port = port(text, text.substring(colon + 1));
        var address = host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("'" + host + "' is no address of this machine, and no known name");
        }
        return address;
    }

    private static int port(String text, String number) {
        if (number.matches("[0-9]{1,5}") && Integer.parseInt(number) <= 65535) {
            return Integer.parseInt(number);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no place to listen: PORT, ADDRESS:PORT or [IPV6]:PORT with a port from 0 to 65535");
    }
}

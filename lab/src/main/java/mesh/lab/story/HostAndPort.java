package mesh.lab.story;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as proxies write them. */
public final class HostAndPort {
    private HostAndPort() {}

    /** Reads {@code 10.77.0.2:80} or {@code [fd77::2]:80}. */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        var host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(text.substring(colon + 1)));
    }
}

package mesh.linux;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Addresses as people and iptables write them; the JDK spells IPv6 out in full. */
public final class AddressText {
    private AddressText() {}

    /** {@code 10.0.0.1}, {@code 2001:db8::1}. @see <a href="https://www.rfc-editor.org/rfc/rfc5952">RFC 5952</a> */
    public static String of(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : shortened(groups(address.getAddress()));
    }

    /** {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}. */
    public static String of(InetSocketAddress address) {
        var host = of(address.getAddress());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Reads {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}, or an address alone, whose port is then 0. */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = text.indexOf(':') == colon ? colon >= 0 : text.charAt(colon - 1) == ']';
        var host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : 0;
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    public static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    private static List<String> groups(byte[] bytes) {
        var groups = new ArrayList<String>();
        for (int i = 0; i < bytes.length; i += 2) {
            groups.add(Integer.toHexString(((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff)));
        }
        return groups;
    }

    /** Puts {@code ::} in place of the longest run of zero groups, the first when two are equal; never of one group. */
    private static String shortened(List<String> groups) {
        int start = 0;
        int longest = 1;
        for (int i = 0; i < groups.size(); i++) {
            int run = zerosFrom(groups, i);
            if (run > longest) {
                start = i;
                longest = run;
            }
        }
        return longest == 1
                ? String.join(":", groups)
                : String.join(":", groups.subList(0, start))
                        + "::"
                        + String.join(":", groups.subList(start + longest, groups.size()));
    }

    private static int zerosFrom(List<String> groups, int start) {
        int end = start;
        while (end < groups.size() && groups.get(end).equals("0")) {
            end++;
        }
        return end - start;
    }
}

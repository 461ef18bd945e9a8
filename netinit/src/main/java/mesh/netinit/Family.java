package mesh.netinit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An address family. Each has its own tables in the kernel and its own programs, and is judged on its own. */
public enum Family {
    IPV4("IPv4", "iptables", 32, "192.0.2.1"), // TEST-NET-1, RFC 5737: nobody lives there
    IPV6("IPv6", "ip6tables", 128, "2001:db8::1"); // documentation prefix, RFC 3849

    private final String label;
    private final String program;
    private final int addressBits;
    private final String nowhere;

    Family(String label, String program, int addressBits, String nowhere) {
        this.label = label;
        this.program = program;
        this.addressBits = addressBits;
        this.nowhere = nowhere;
    }

    public static Family of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    /** {@code iptables} or {@code ip6tables}: the stem of its programs' names. */
    String program() {
        return program;
    }

    int addressBits() {
        return addressBits;
    }

    /** An address that is reserved for documentation: who gets an answer from it was captured on the way. */
    InetSocketAddress nowhere(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(nowhere), port);
    }

    @Override
    public String toString() {
        return label;
    }
}

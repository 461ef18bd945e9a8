package mesh.netinit;

import java.net.InetAddress;
import mesh.linux.AddressText;

/**
 * A block of addresses: those whose first {@code prefix} bits are those of {@code network}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632">RFC 4632</a>
 */
public record Cidr(InetAddress network, int prefix) {
    public Cidr {
        int bits = Family.of(network).addressBits();
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "/" + prefix + " is not a prefix of an " + Family.of(network) + " block: 0 to " + bits);
        }
        var start = masked(network, prefix);
        if (!start.equals(network)) {
            throw new IllegalArgumentException(
                    "%s/%d has bits beyond its prefix: write %s/%d for the block around it, %s for the one address"
                            .formatted(
                                    AddressText.of(network),
                                    prefix,
                                    AddressText.of(start),
                                    prefix,
                                    AddressText.of(network)));
        }
    }

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address. Never asks a name server. */
    public static Cidr parse(String text) {
        var stripped = text.strip();
        int slash = stripped.indexOf('/');
        return slash < 0
                ? single(literal(stripped, text))
                : new Cidr(literal(stripped.substring(0, slash), text), number(stripped.substring(slash + 1), text));
    }

    private static Cidr single(InetAddress address) {
        return new Cidr(address, Family.of(address).addressBits());
    }

    private static InetAddress literal(String address, String text) {
        try {
            if (address.contains(":") || address.split("\\.", -1).length == 4) { // the JDK would also read 8080 as one
                return InetAddress.ofLiteral(address);
            }
        } catch (IllegalArgumentException e) {
            throw notABlock(text, e);
        }
        throw notABlock(text, null);
    }

    private static int number(String prefix, String text) {
        try {
            return Integer.parseInt(prefix);
        } catch (NumberFormatException e) {
            throw notABlock(text, e);
        }
    }

    private static IllegalArgumentException notABlock(String text, Exception cause) {
        return new IllegalArgumentException(
                "'" + text + "' is not an address block: write 10.0.0.0/8, fd00::/8 or a single address", cause);
    }

    public Family family() {
        return Family.of(network);
    }

    /** Whether the block is the whole family; iptables keeps no match for that. */
    boolean isEverything() {
        return prefix == 0;
    }

    public boolean contains(InetAddress address) {
        return Family.of(address) == family() && masked(address, prefix).equals(network);
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        var bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefix - 8L * i, 0, 8);
            bytes[i] &= (byte) (0xff00 >> kept);
        }
        return AddressText.address(bytes);
    }

    @Override
    public String toString() {
        return AddressText.of(network) + "/" + prefix;
    }
}

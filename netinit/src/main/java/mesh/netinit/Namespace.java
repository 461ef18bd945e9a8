package mesh.netinit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Facts about the network namespace of the calling thread, from proc(5). {@code /proc/net} would be the one of the
 * process's first thread, which may be another.
 */
final class Namespace {
    private static final Path NET = Path.of("/proc/thread-self/net");
    private static final int CAP_NET_ADMIN = 12; // <linux/capability.h>

    private Namespace() {}

    /** Whether the kernel has IPv6 at all (it may be built or booted without). */
    static boolean hasIpv6() {
        return Files.exists(NET.resolve("if_inet6"));
    }

    /** Whether an interface here has IPv6: not even lo where {@code net.ipv6.conf.all.disable_ipv6} is 1. */
    static boolean usesIpv6() throws IOException {
        return hasIpv6() && !Files.readAllLines(NET.resolve("if_inet6")).isEmpty();
    }

    /**
     * Whether an application here has an IPv6 address to call from that reaches beyond this link. Each line of
     * {@code if_inet6}: address, interface index, prefix length, scope (00 global, 10 host, 20 link), flags, name.
     */
    static boolean hasIpv6Address() throws IOException {
        return hasIpv6()
                && Files.readAllLines(NET.resolve("if_inet6")).stream()
                        .map(line -> line.strip().split("\\s+"))
                        .anyMatch(fields -> fields.length > 3 && fields[3].equals("00"));
    }

    /** @throws IOException saying that the right to change rules is missing, and how to get it */
    static void requireNetAdmin() throws IOException {
        if ((effectiveCapabilities() >> CAP_NET_ADMIN & 1) == 0) {
            throw new IOException("""
                    no right to change rules in this network namespace: CAP_NET_ADMIN is not effective. Run as root \
                    (sudo), or in a pod give the init container runAsUser: 0 and capabilities.add: [NET_ADMIN].""");
        }
    }

    private static long effectiveCapabilities() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/thread-self/status"));
        return status.stream()
                .filter(line -> line.startsWith("CapEff:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/thread-self/status has no line CapEff: is /proc mounted?"));
    }
}

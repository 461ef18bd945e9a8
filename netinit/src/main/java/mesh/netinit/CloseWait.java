package mesh.netinit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How long conntrack remembers a connection that the server has half-closed. The kernel's 60 s are too short: an
 * application that closes its side later has its FIN fall out of nat, and both sockets leak (istio#43297,
 * linkerd2#5180). The setting belongs to the network namespace of the calling thread.
 *
 * @see <a href="https://docs.kernel.org/networking/nf_conntrack-sysctl.html">nf_conntrack-sysctl</a>
 */
final class CloseWait {
    /** What a new namespace has: {@code tcp_timeouts}, net/netfilter/nf_conntrack_proto_tcp.c. */
    static final int KERNEL_DEFAULT_SECONDS = 60;

    static final int DEFAULT_SECONDS = 3600;

    private static final Path SETTING = Path.of("/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_close_wait");

    private CloseWait() {}

    /**
     * Sets it, after the rules have loaded conntrack.
     *
     * @param seconds 0 leaves it alone
     * @return what happened, in words
     */
    static String set(int seconds) {
        if (seconds == 0) {
            return "conntrack's close-wait timeout is left as it is";
        }
        try {
            int before = read();
            if (before != seconds) {
                Files.writeString(SETTING, Integer.toString(seconds));
            }
            return "conntrack keeps half-closed connections for %d s%s"
                    .formatted(seconds, before == seconds ? "" : " (before: " + before + " s)");
        } catch (IOException e) {
            return notWritable(seconds, e);
        }
    }

    /** Puts the kernel's default back where {@link #set} had changed it; another value is somebody else's. */
    static String reset(int seconds) {
        try {
            if (seconds == 0 || read() != seconds) {
                return "conntrack's close-wait timeout is not ours, so it stays";
            }
            Files.writeString(SETTING, Integer.toString(KERNEL_DEFAULT_SECONDS));
            return "conntrack keeps half-closed connections for the kernel's usual %d s again"
                    .formatted(KERNEL_DEFAULT_SECONDS);
        } catch (IOException e) {
            return notWritable(KERNEL_DEFAULT_SECONDS, e);
        }
    }

    /** In one read: the second of a sysctl file finds its end, and {@link Files#readString} starts with one byte. */
    static int read() throws IOException {
        try (var setting = Files.newInputStream(SETTING)) {
            return Integer.parseInt(new String(setting.readNBytes(32), StandardCharsets.US_ASCII).strip());
        }
    }

    private static String notWritable(int seconds, IOException e) {
        return e instanceof NoSuchFileException
                ? "conntrack's close-wait timeout is not here to be set: " + SETTING + " does not exist"
                : """
                conntrack's close-wait timeout could not be set: %s cannot be written here (%s). Half-closed connections \
                are forgotten after the kernel's usual %d s. In a pod: set the sysctl \
                net.netfilter.nf_conntrack_tcp_timeout_close_wait=%d in the pod's securityContext, or make the init \
                container privileged.""".formatted(SETTING, e.getClass().getSimpleName(), KERNEL_DEFAULT_SECONDS, seconds);
    }
}

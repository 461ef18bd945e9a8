package mesh.lab.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import mesh.linux.Command;
import mesh.linux.NetworkNamespace;

/** Puts a watch's rules into a pod and takes them out, in every address family that the pod has. */
record RuleTables(NetworkNamespace pod) {
    private static final Path IPV6 = Path.of("/proc/thread-self/net/if_inet6");

    void install(int queue, OptionalInt port) throws IOException {
        for (var family : families()) {
            restore(family, WatchRules.install(saved(family), queue, port));
        }
    }

    /** @return whether there was anything to remove */
    boolean remove() throws IOException {
        boolean removed = false;
        for (var family : families()) {
            var transaction = WatchRules.remove(saved(family));
            if (!transaction.isEmpty()) {
                restore(family, transaction);
                removed = true;
            }
        }
        return removed;
    }

    private List<String> families() throws IOException {
        return inPod(() -> Files.exists(IPV6) ? List.of("iptables", "ip6tables") : List.of("iptables"));
    }

    private String saved(String family) throws IOException {
        return pod.run(family + "-save", "-t", "mangle").orThrow().output();
    }

    private void restore(String family, String transaction) throws IOException {
        var command = List.of(family + "-restore", "--noflush", "--wait", "5"); // seconds, for another's lock
        var run = inPod(() -> Command.run(command, transaction));
        if (!run.ok()) {
            throw new IOException("""
                    the rules of a watch do not go into pod %s: %s. NFQUEUE needs the kernel's xt_NFQUEUE and a port \
                    filter its xt_conntrack: `modprobe xt_NFQUEUE xt_conntrack`. Nothing was changed.\
                    """.formatted(pod.name(), run.error().strip()));
        }
    }

    private <T> T inPod(java.util.concurrent.Callable<T> work) throws IOException {
        try {
            return pod.call(work);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("work in pod " + pod.name() + " failed", e);
        }
    }
}

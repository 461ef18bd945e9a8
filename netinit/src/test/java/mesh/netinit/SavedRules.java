package mesh.netinit;

import java.io.IOException;
import java.util.stream.Collectors;
import mesh.linux.NetworkNamespace;

/** What the kernel has, as {@code iptables-save} prints it, asked for without our own code. */
final class SavedRules {
    private SavedRules() {}

    /**
     * With the counters of rules; without remarks, which carry the time of day, and without the counters of built-in
     * chains, which also count what the kernel itself sends (IPv6 looks for its neighbours unasked).
     */
    static String of(NetworkNamespace pod, Family family, Backend backend) throws IOException {
        var program = family.program() + "-" + backend.word() + "-save";
        return pod.run(program, "-c")
                .orThrow()
                .output()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.startsWith(":") ? line.substring(0, line.indexOf('[')) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** All four: both families, both backends. */
    static String of(NetworkNamespace pod) throws IOException {
        var all = new StringBuilder();
        for (var family : Family.values()) {
            for (var backend : Backend.values()) {
                all.append(family).append(' ').append(backend).append('\n').append(of(pod, family, backend));
            }
        }
        return all.toString();
    }
}

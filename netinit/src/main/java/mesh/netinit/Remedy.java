package mesh.netinit;

import java.util.List;

/** What to do about a complaint of iptables. The complaints are matched by the words that its versions share. */
final class Remedy {
    private record Known(String words, String remedy) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    "you must be root",
                    "Run as root with CAP_NET_ADMIN (in a pod: securityContext.capabilities.add: [NET_ADMIN])."),
            new Known(
                    "Operation not permitted",
                    "Run as root with CAP_NET_ADMIN (in a pod: securityContext.capabilities.add: [NET_ADMIN])."),
            new Known("xtables lock", "Another iptables holds it: run netinit again when that one is finished."),
            new Known(
                    "xtables.lock",
                    "The legacy programs share /run/xtables.lock: let the other one finish, or make /run writable."),
            new Known(
                    "Couldn't load match",
                    "This iptables was packaged without that extension: install the whole package iptables."),
            new Known(
                    "missing kernel module",
                    "The node's kernel lacks that match or target: load its module on the node, or try the other --backend."),
            new Known(
                    "do you need to insmod",
                    "The node's kernel has no such table for this backend: load its module on the node, or use the other --backend."),
            new Known(
                    "No chain/target/match by that name",
                    "The node's kernel lacks a match or target of that line: load its module on the node, or use the other --backend."),
            new Known(
                    "(No such file or directory)",
                    "The node's kernel lacks a match or target of that line: load its module on the node, or use the other --backend."),
            new Known("Protocol not supported", "The node's kernel has no nf_tables: use --backend legacy."),
            new Known("Failed to initialize nft", "The node's kernel has no nf_tables: use --backend legacy."));

    private Remedy() {}

    static String of(String complaint) {
        return KNOWN.stream()
                .filter(known -> complaint.contains(known.words()))
                .map(Known::remedy)
                .findFirst()
                .orElse("`netinit plan` prints the input that was refused.");
    }

    /** Whether a complaint means that nothing could be read, rather than a warning beside a good answer. */
    static boolean isRefusal(String complaint) {
        return KNOWN.stream().anyMatch(known -> complaint.contains(known.words()));
    }
}

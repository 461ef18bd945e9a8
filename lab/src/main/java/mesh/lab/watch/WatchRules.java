package mesh.lab.watch;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The rules of a watch, as iptables-restore(8) input: a chain of its own in table mangle, and a jump to it at the end
 * of PREROUTING, INPUT and OUTPUT.
 *
 * <p>At the end, because a packet that we accept goes on to the next hook and skips the rules that follow in its table:
 * what netinit does in mangle (it drops INVALID packets) has then been done. mangle comes before nat at OUTPUT and
 * PREROUTING, and after it at INPUT, so one packet is seen on both sides of REDIRECT.
 */
final class WatchRules {
    /** Not MESH_…: netinit takes such chains for its own, so `check` would miss them in its plan, `apply` remove them. */
    static final String CHAIN = "LAB_WATCH";

    private static final List<String> HOOKS = List.of("PREROUTING", "INPUT", "OUTPUT");

    private WatchRules() {}

    /**
     * One transaction that puts the rules in, whatever a watch that was killed has left.
     *
     * @param saved what iptables-save prints of table mangle
     */
    static String install(String saved, int queue, OptionalInt port) {
        return transaction(Stream.of(
                        Stream.of(":" + CHAIN + " - [0:0]"), // makes it, or empties it
                        removedJumps(saved),
                        Stream.of(queueRule(queue, port)),
                        HOOKS.stream().map(WatchRules::jump))
                .flatMap(lines -> lines));
    }

    /** One transaction that takes out all of it; empty when there is nothing. */
    static String remove(String saved) {
        if (!isInstalled(saved)) {
            return "";
        }
        return transaction(Stream.concat(removedJumps(saved), Stream.of("-F " + CHAIN, "-X " + CHAIN)));
    }

    static boolean isInstalled(String saved) {
        return saved.lines().anyMatch(line -> line.startsWith(":" + CHAIN + " "));
    }

    private static Stream<String> removedJumps(String saved) {
        return saved.lines()
                .filter(line -> line.startsWith("-A ") && line.endsWith(" -j " + CHAIN))
                .map(line -> "-D " + line.substring("-A ".length()));
    }

    /** The port that the client dialled is conntrack's memory: true of every packet, both ways, also after REDIRECT. */
    private static String queueRule(int queue, OptionalInt port) {
        var dialled = port.isPresent() ? " -m conntrack --ctorigdstport " + port.getAsInt() : "";
        return "-A %s -p tcp%s -m comment --comment \"mesh watch looks at it; bypass: flows on when nobody watches\""
                        .formatted(CHAIN, dialled)
                + " -j NFQUEUE --queue-num %d --queue-bypass".formatted(queue);
    }

    private static String jump(String hook) {
        return "-A %s -p tcp -m comment --comment \"mesh watch\" -j %s".formatted(hook, CHAIN);
    }

    private static String transaction(Stream<String> lines) {
        return Stream.of(Stream.of("*mangle"), lines, Stream.of("COMMIT", ""))
                .flatMap(part -> part)
                .reduce((one, next) -> one + "\n" + next)
                .orElseThrow();
    }
}

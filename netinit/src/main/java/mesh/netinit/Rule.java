package mesh.netinit;

import java.util.Comparator;
import java.util.List;

/**
 * One line of a chain.
 *
 * @param matches all must hold; none means every packet
 * @param why the reason, in words; it becomes the rule's comment, so {@code iptables-save} explains itself
 */
public record Rule(Table table, String chain, List<Match> matches, Target target, String why) {
    public Rule {
        matches = matches.stream().sorted(Comparator.comparingInt(Match::rank)).toList();
    }

    /** The same rule for kernels that keep no comments. */
    Rule withoutWhy() {
        return new Rule(table, chain, matches, target, "");
    }
}

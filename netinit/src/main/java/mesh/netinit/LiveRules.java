package mesh.netinit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is in the kernel now, of one family and one backend, read from {@code iptables-save -c}.
 *
 * @param chains our chains
 * @param ours the rules in our chains, and those anywhere that jump to one, in the order of the tables
 * @param others how many rules are somebody else's, in all tables
 */
public record LiveRules(List<LiveChain> chains, List<LiveRule> ours, int others) {
    static final LiveRules NONE = new LiveRules(List.of(), List.of(), 0);

    /** {@code [packets:bytes] -A CHAIN SPECIFICATION}; the counters only when asked for. */
    private static final Pattern RULE = Pattern.compile("(?:\\[(\\d+):(\\d+)] )?-A (\\S+) (.*)");

    /** {@code :CHAIN POLICY [packets:bytes]}; chains that are not built in have no policy. */
    private static final Pattern OWN_CHAIN = Pattern.compile(":(" + RulePlan.PREFIX + "\\S+) - .*");

    private static final Pattern OUR_JUMP = Pattern.compile(".*-[jg] " + RulePlan.PREFIX + "\\S+.*");

    /** A chain of ours. */
    public record LiveChain(Table table, String name) {}

    /**
     * A rule of ours in the kernel.
     *
     * @param specification what iptables printed after {@code -A CHAIN}
     * @param rule the same as a value; empty when this version did not write it
     * @param packets packets that matched since the rule is there; in nat only the first of each connection gets here
     */
    public record LiveRule(
            Table table, String chain, String specification, Optional<Rule> rule, long packets, long bytes) {}

    /** Whether our chains or rules are in there. */
    public boolean hasOurs() {
        return !chains.isEmpty() || !ours.isEmpty();
    }

    /** Whether there is anything in there at all. */
    boolean isUsed() {
        return hasOurs() || others > 0;
    }

    List<LiveRule> ours(Table table) {
        return ours.stream().filter(rule -> rule.table() == table).toList();
    }

    List<String> chains(Table table) {
        return chains.stream()
                .filter(chain -> chain.table() == table)
                .map(LiveChain::name)
                .toList();
    }

    /** The live rules that are this very rule, comment included. */
    public List<LiveRule> like(Rule wanted) {
        return ours.stream()
                .filter(live -> live.rule().equals(Optional.of(wanted)))
                .toList();
    }

    /** Reads what {@code iptables-save} printed, with counters or without. */
    public static LiveRules parse(String save) {
        var reading = new Reading();
        save.lines().forEach(reading::line);
        return new LiveRules(List.copyOf(reading.chains), List.copyOf(reading.ours), reading.others);
    }

    private static final class Reading {
        final List<LiveChain> chains = new ArrayList<>();
        final List<LiveRule> ours = new ArrayList<>();
        int others;
        private Optional<Table> table = Optional.empty();

        void line(String line) {
            if (line.startsWith("*")) {
                table = table(line.substring(1));
            }
            var chain = OWN_CHAIN.matcher(line);
            if (chain.matches()) {
                table.ifPresent(it -> chains.add(new LiveChain(it, chain.group(1))));
            }
            var rule = RULE.matcher(line);
            if (rule.matches()) {
                rule(rule.group(1), rule.group(2), rule.group(3), rule.group(4));
            }
        }

        private void rule(String packets, String bytes, String chain, String specification) {
            boolean isOurs = chain.startsWith(RulePlan.PREFIX)
                    || OUR_JUMP.matcher(specification).matches();
            if (!isOurs || table.isEmpty()) {
                others++;
                return;
            }
            ours.add(new LiveRule(
                    table.get(),
                    chain,
                    specification,
                    RuleText.parse(table.get(), chain, specification),
                    count(packets),
                    count(bytes)));
        }

        private static long count(String number) {
            return number == null ? 0 : Long.parseLong(number);
        }

        private static Optional<Table> table(String word) {
            for (var table : Table.values()) {
                if (table.word().equals(word)) {
                    return Optional.of(table);
                }
            }
            return Optional.empty();
        }
    }
}

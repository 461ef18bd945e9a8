package mesh.netinit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mesh.netinit.LiveRules.LiveRule;
import mesh.netinit.Target.Jump;

/**
 * Writes the input of {@code iptables-restore --noflush} that turns one set of our rules into another. Each table is
 * one transaction of the kernel: no packet ever sees half of it. Other people's rules are not mentioned, so they stay.
 */
final class RestoreText {
    private RestoreText() {}

    /** The whole plan, for a namespace that has none of our rules. */
    static String of(List<Rule> plan) {
        return change(LiveRules.NONE, plan);
    }

    /** What makes the plan of what is there; empty when it is there already. Tables that are right are left alone. */
    static String change(LiveRules live, List<Rule> plan) {
        var text = new StringBuilder();
        for (var table : Table.values()) {
            var wanted = plan.stream().filter(rule -> rule.table() == table).toList();
            if (!isThere(live, table, wanted)) {
                text.append(transaction(table, Content.of(live, table), Content.of(wanted)));
            }
        }
        return text.toString();
    }

    /** What makes an earlier state of a later one; empty when they are equal. */
    static String putBack(LiveRules now, LiveRules before) {
        var text = new StringBuilder();
        for (var table : Table.values()) {
            var present = Content.of(now, table);
            var wanted = Content.of(before, table);
            if (!present.equals(wanted)) {
                text.append(transaction(table, present, wanted));
            }
        }
        return text.toString();
    }

    /** Chain by chain, since iptables-save orders chains as it likes; within a chain the order counts. */
    static boolean isThere(LiveRules live, Table table, List<Rule> wanted) {
        var chains = Stream.concat(
                        live.ours(table).stream().map(LiveRule::chain),
                        wanted.stream().map(Rule::chain))
                .distinct();
        return chains.allMatch(chain -> rulesOf(live, table, chain).equals(rulesOf(wanted, chain)))
                && List.copyOf(live.chains(table)).stream()
                        .sorted()
                        .toList()
                        .equals(chainsOf(wanted).stream().sorted().toList());
    }

    private static List<Rule> rulesOf(LiveRules live, Table table, String chain) {
        return live.ours(table).stream()
                .filter(rule -> rule.chain().equals(chain))
                .map(rule -> rule.rule().orElse(foreign(rule)))
                .toList();
    }

    private static List<Rule> rulesOf(List<Rule> rules, String chain) {
        return rules.stream().filter(rule -> rule.chain().equals(chain)).toList();
    }

    /** Stands for a rule that somebody else wrote into our chains: equal to none of ours. */
    private static Rule foreign(LiveRule rule) {
        return new Rule(rule.table(), rule.chain(), List.of(), new Jump(rule.specification()), "not ours");
    }

    private static List<String> chainsOf(List<Rule> rules) {
        return rules.stream()
                .flatMap(rule -> Stream.of(rule.chain(), rule.target() instanceof Jump(var to) ? to : rule.chain()))
                .filter(RestoreText::isOurs)
                .distinct()
                .toList();
    }

    private static boolean isOurs(String chain) {
        return chain.startsWith(RulePlan.PREFIX);
    }

    /** One rule as iptables writes it. */
    private record Line(String chain, String specification) {}

    /** Our part of one table, in iptables' words. */
    private record Content(List<String> chains, List<Line> lines) {
        static Content of(LiveRules live, Table table) {
            var lines = live.ours(table).stream()
                    .map(rule -> new Line(rule.chain(), rule.specification()))
                    .toList();
            return new Content(live.chains(table), lines);
        }

        static Content of(List<Rule> rules) {
            var lines = rules.stream()
                    .map(rule -> new Line(rule.chain(), RuleText.specification(rule)))
                    .toList();
            return new Content(chainsOf(rules), lines);
        }
    }

    private static String transaction(Table table, Content now, Content wanted) {
        var lines = new ArrayList<String>();
        lines.add("*" + table.word());
        wanted.chains().forEach(chain -> lines.add(":" + chain + " - [0:0]")); // makes the chain, or empties it
        now.lines().stream()
                .filter(line -> !isOurs(line.chain()))
                .forEach(line -> lines.add("-D " + line.chain() + " " + line.specification()));
        wanted.lines().forEach(line -> lines.add("-A " + line.chain() + " " + line.specification()));
        var obsolete = now.chains().stream()
                .filter(chain -> !wanted.chains().contains(chain))
                .toList();
        obsolete.forEach(chain -> lines.add("-F " + chain)); // all emptied first: they may jump to one another
        obsolete.forEach(chain -> lines.add("-X " + chain));
        lines.add("COMMIT\n");
        return String.join("\n", lines);
    }
}

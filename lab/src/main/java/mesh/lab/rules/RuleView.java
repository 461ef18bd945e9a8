package mesh.lab.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mesh.netinit.LiveRules.LiveRule;

/**
 * A rule in the kernel, taken apart for people.
 *
 * @param packets that matched; in nat only the first packet of each connection gets here
 * @param match the conditions, in iptables' words; {@code anything} when there are none
 * @param then what happens on a match
 * @param why the rule's comment
 */
public record RuleView(String table, String chain, long packets, long bytes, String match, String then, String why) {
    private static final Pattern COMMENT = Pattern.compile("-m comment --comment (\"(?:[^\"\\\\]|\\\\.)*\"|\\S+) ?");

    public static RuleView of(LiveRule rule) {
        var comment = COMMENT.matcher(rule.specification());
        var why = comment.find() ? comment.group(1).replaceAll("^\"|\"$", "") : "";
        var rest = comment.replaceAll(Matcher.quoteReplacement(""));
        int jump = rest.lastIndexOf("-j ");
        var match = (jump < 0 ? rest : rest.substring(0, jump))
                .replaceAll("-m \\w+ ", "")
                .strip();
        return new RuleView(
                rule.table().name().toLowerCase(java.util.Locale.ROOT),
                rule.chain(),
                rule.packets(),
                rule.bytes(),
                match.isEmpty() ? "anything" : match,
                jump < 0 ? "" : rest.substring(jump + "-j ".length()).strip(),
                why);
    }
}

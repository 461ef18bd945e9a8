package mesh.netinit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A line of {@code iptables-save} as words: a comment with spaces is quoted there, one without may not be. */
final class Words {
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    private Words() {}

    static List<String> of(String line) {
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(line);
        while (matcher.find()) {
            var quoted = matcher.group(1);
            words.add(quoted == null ? matcher.group(2) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        return List.copyOf(words);
    }
}

package mesh.netinit;

import java.util.List;

/**
 * What became of one family.
 *
 * @param iptables the programs that carry its rules; {@code -} when it has none
 * @param what what happened, in words
 * @param notes what a person should know about it
 */
public record Applied(Family family, String iptables, What what, List<String> notes) {
    /** The kinds of endings that are no failure. */
    public enum What {
        INSTALLED("rules installed"),
        REPLACED("rules replaced, in one transaction per table"),
        UNCHANGED("everything is in place, nothing changed"),
        REMOVED("our rules removed"),
        NOTHING("nothing of ours there"),
        SKIPPED("not captured");

        private final String words;

        What(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}

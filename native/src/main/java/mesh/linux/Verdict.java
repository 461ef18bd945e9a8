package mesh.linux;

import java.util.OptionalInt;

/**
 * What is to become of a queued packet.
 *
 * @param action where it goes
 * @param mark the mark it carries from here on (nfmark); empty leaves the mark that it has
 */
public record Verdict(Action action, OptionalInt mark) {
    /** It goes on, as if it had not been queued. */
    public static final Verdict ACCEPT = new Verdict(Action.ACCEPT, OptionalInt.empty());

    /** It is gone. TCP will send it again. */
    public static final Verdict DROP = new Verdict(Action.DROP, OptionalInt.empty());

    /** In the numbers of {@code <linux/netfilter.h>}. */
    public enum Action {
        DROP(0),
        /** On to the next hook: the rules that follow the NFQUEUE rule in its table's chains are not asked. */
        ACCEPT(1),
        /** Once more through the same hook, from its first rule: without a mark that a rule looks for, for ever. */
        REPEAT(4);

        private final int number;

        Action(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** It goes on, with a mark for later rules to look at ({@code -m mark --mark …}). */
    public static Verdict acceptWithMark(int mark) {
        return new Verdict(Action.ACCEPT, OptionalInt.of(mark));
    }
}

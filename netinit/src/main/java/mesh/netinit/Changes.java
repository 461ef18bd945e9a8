package mesh.netinit;

import java.util.ArrayDeque;
import java.util.Deque;

/** Changes made to the kernel so far, so that all of them can be taken back: over tables, backends and families. */
final class Changes {
    private record Before(Iptables iptables, LiveRules live) {}

    private final Deque<Before> made = new ArrayDeque<>();

    /** Makes one change. An empty one does nothing. */
    void make(Iptables iptables, LiveRules before, String text) throws IptablesException {
        if (!text.isEmpty()) {
            made.push(new Before(
                    iptables, before)); // before the attempt: its first table may be done when the second fails
            iptables.restore(text);
        }
    }

    /** A point to go back to with {@link #undo}. */
    int mark() {
        return made.size();
    }

    /**
     * Takes back what was made since the mark, the last first.
     *
     * @param reason why it has to be; gets what could not be taken back as suppressed
     */
    void undo(int mark, Exception reason) {
        while (made.size() > mark) {
            var before = made.pop();
            try {
                var text = RestoreText.putBack(before.iptables().live(), before.live());
                if (!text.isEmpty()) {
                    before.iptables().restore(text);
                }
            } catch (IptablesException e) {
                reason.addSuppressed(e);
            }
        }
    }
}

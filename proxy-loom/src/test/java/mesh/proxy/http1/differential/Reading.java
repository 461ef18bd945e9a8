package mesh.proxy.http1.differential;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a peer reads a sequence of bytes.
 *
 * @param refused why it went no further; empty when it accepted all, or waits for more
 */
record Reading(List<Message> messages, String refused) {
    boolean isRefused() {
        return !refused.isEmpty();
    }

    @Override
    public String toString() {
        var text = messages.stream().map(Message::toString).collect(Collectors.joining(", "));
        return text + (isRefused() ? " then refused: " + refused : "");
    }

    /** The reason is in each peer's own words. */
    boolean isSameAs(Reading other) {
        return isRefused() == other.isRefused() && messages.equals(other.messages);
    }
}

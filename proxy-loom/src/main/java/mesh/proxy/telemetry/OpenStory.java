package mesh.proxy.telemetry;

import java.util.ArrayList;
import java.util.List;

/** What has happened to one connection so far. It may last for days, so of what repeats itself only some is kept. */
final class OpenStory {
    /** The latest: they tell why it ended. */
    private static final int EXCHANGES = 8;

    /** Beside the exchanges; the first: they tell how it began. A pooled request may connect more than once. */
    private static final int EVENTS = 48;

    private final List<HopEvent> events = new ArrayList<>(8);
    private int exchangesHeld;
    private long exchanges;
    private long leftOut;

    void add(HopEvent event) {
        if (events.size() - exchangesHeld == EVENTS) {
            leftOut++;
        } else {
            events.add(event);
        }
    }

    /**
     * Takes an exchange for one that it has, or into free space.
     *
     * @param more whether it may hold more of them than now
     * @return how many more it holds: 1 or 0
     */
    int add(HopEvent.Exchanged exchanged, boolean more) {
        exchanges++;
        boolean grows = more && exchangesHeld < EXCHANGES;
        if (!grows) {
            leftOut++;
            if (exchangesHeld == 0) {
                return 0;
            }
            removeEldestExchange();
        }
        events.add(exchanged);
        exchangesHeld += grows ? 1 : 0;
        return grows ? 1 : 0;
    }

    int exchangesHeld() {
        return exchangesHeld;
    }

    Story ended(long seq, HopEvent.Closed closed) {
        events.add(closed);
        return new Story(seq, List.copyOf(events), exchanges, leftOut);
    }

    Story soFar() {
        return new Story(0, List.copyOf(events), exchanges, leftOut);
    }

    private void removeEldestExchange() {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof HopEvent.Exchanged) {
                events.remove(i);
                return;
            }
        }
    }
}

package mesh.proxy.telemetry;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Collects each connection's events into its story, and keeps the latest stories for who asks. */
public final class Stories implements View {
    private static final int KEPT = 512;

    /** Exchanges in all open stories together; each may hold a path and a reason of 512 characters. */
    private static final int EXCHANGES = 8192;

    private final int openAtMost;
    private final AccessLog log;
    private final SequencedMap<Long, OpenStory> open = new LinkedHashMap<>();
    private final ArrayDeque<Story> finished = new ArrayDeque<>();
    private int exchanges;
    private long lastSeq;

    Stories(int openAtMost, AccessLog log) {
        this.openAtMost = openAtMost;
        this.log = log;
    }

    @Override
    public synchronized void see(HopEvent event) {
        switch (event) {
            case HopEvent.AcceptBackoff _, HopEvent.ListenerBroke _, HopEvent.CarrierStalled _, HopEvent.NoPipe _ -> {
                // Of no single connection.
            }
            case HopEvent.Moved _ -> {
                // Counted by the metrics; the end of the story has the totals.
            }
            case HopEvent.Exchanged exchanged -> exchanges += story(event).add(exchanged, exchanges < EXCHANGES);
            case HopEvent.Closed closed -> finish(closed);
            default -> story(event).add(event);
        }
    }

    /** Stories that finished after number {@code seq}, oldest first: the latest {@code limit} of them. */
    public synchronized List<Story> after(long seq, int limit) {
        var later = finished.stream().filter(story -> story.seq() > seq).toList();
        return later.subList(Math.max(0, later.size() - limit), later.size());
    }

    /** Connections that have not ended: the latest {@code limit} of them, the eldest first. */
    public synchronized List<Story> open(int limit) {
        return open.values().stream()
                .skip(Math.max(0, open.size() - limit))
                .map(OpenStory::soFar)
                .toList();
    }

    /** The number of the latest finished story; 0 when there is none. */
    public synchronized long lastSeq() {
        return lastSeq;
    }

    private OpenStory story(HopEvent event) {
        var story = open.computeIfAbsent(event.connection(), _ -> new OpenStory());
        if (open.size() > openAtMost) { // the eldest's last event was lost: none is older than the oldest may be
            exchanges -= open.pollFirstEntry().getValue().exchangesHeld();
        }
        return story;
    }

    private void finish(HopEvent.Closed closed) {
        var told = open.remove(closed.connection());
        if (told == null) {
            told = new OpenStory();
        }
        exchanges -= told.exchangesHeld();
        var story = told.ended(++lastSeq, closed);
        if (finished.size() == KEPT) {
            finished.removeFirst();
        }
        finished.addLast(story);
        log.write(story);
    }
}

package mesh.proxy.telemetry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects each connection's events into its story, and keeps the latest stories for who asks. */
public final class Stories implements View {
    private static final int KEPT = 512;

    private final int openAtMost;
    private final AccessLog log;
    private final Map<Long, List<HopEvent>> open = new LinkedHashMap<>();
    private final ArrayDeque<Story> finished = new ArrayDeque<>();
    private long lastSeq;

    Stories(int openAtMost, AccessLog log) {
        this.openAtMost = openAtMost;
        this.log = log;
    }

    @Override
    public synchronized void see(HopEvent event) {
        switch (event) {
            case HopEvent.AcceptBackoff _, HopEvent.ListenerBroke _, HopEvent.CarrierStalled _, HopEvent.NoPipe _ ->
                log.write(event);
            case HopEvent.Moved _ -> {
                // Counted by the metrics; the end of the story has the totals.
            }
            case HopEvent.Closed closed -> finish(closed);
            default -> events(event).add(event);
        }
    }

    @Override
    public void flush() {
        log.flush();
    }

    /** Stories that finished after number {@code seq}, oldest first: the latest {@code limit} of them. */
    public synchronized List<Story> after(long seq, int limit) {
        var later = finished.stream().filter(story -> story.seq() > seq).toList();
        return later.subList(Math.max(0, later.size() - limit), later.size());
    }

    /** The number of the latest finished story; 0 when there is none. */
    public synchronized long lastSeq() {
        return lastSeq;
    }

    private List<HopEvent> events(HopEvent event) {
        var events = open.computeIfAbsent(event.connection(), _ -> new ArrayList<>(8));
        if (open.size() > openAtMost) {
            open.remove(open.keySet()
                    .iterator()
                    .next()); // its last event was lost: no connection is older than the oldest that may be open
        }
        return events;
    }

    private void finish(HopEvent.Closed closed) {
        var events = open.remove(closed.connection());
        if (events == null) {
            events = new ArrayList<>(1);
        }
        events.add(closed);
        var story = new Story(++lastSeq, List.copyOf(events));
        if (finished.size() == KEPT) {
            finished.removeFirst();
        }
        finished.addLast(story);
        log.write(story);
    }
}

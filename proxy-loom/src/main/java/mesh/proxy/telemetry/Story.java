package mesh.proxy.telemetry;

import java.util.List;
import java.util.Optional;

/**
 * One connection: everything that happened to it, in order. The first event is missing only if it was lost.
 *
 * @param seq counts the finished stories of this process, from 1; 0: not finished
 * @param events of one connection; the last is its {@link HopEvent.Closed} once it has finished
 * @param exchanges requests that it carried; {@code events} has the latest of them
 * @param leftOut events of this connection that are not in {@code events}, since there were so many
 */
public record Story(long seq, List<HopEvent> events, long exchanges, long leftOut) {
    /** Its end; only a finished story has one. */
    public HopEvent.Closed closed() {
        return (HopEvent.Closed) events.getLast();
    }

    public Optional<HopEvent.Accepted> accepted() {
        return first(HopEvent.Accepted.class);
    }

    public Optional<HopEvent.Destined> destined() {
        return first(HopEvent.Destined.class);
    }

    public Optional<HopEvent.Connected> connected() {
        return first(HopEvent.Connected.class);
    }

    /** Empty while it is open. */
    public Optional<HopEvent.Closed> end() {
        return first(HopEvent.Closed.class);
    }

    /** Empty only when its first event was lost, and its last is not there yet. */
    public Optional<HopEvent.Direction> direction() {
        return accepted().map(HopEvent.Accepted::direction).or(() -> end().map(HopEvent.Closed::direction));
    }

    /** How long it lasted, until now as far as events tell. */
    public long nanos() {
        return events.getLast().nanos() - events.getFirst().nanos();
    }

    private <E extends HopEvent> Optional<E> first(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}

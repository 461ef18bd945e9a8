package mesh.proxy.telemetry;

import java.util.List;
import java.util.Optional;

/**
 * One finished connection: everything that happened to it, in order. The first event is missing only if it was lost.
 *
 * @param seq counts the finished stories of this process, from 1
 * @param events of one connection; the last is its {@link HopEvent.Closed}
 * @param exchanges requests that it carried; {@code events} has the latest of them
 * @param leftOut events of this connection that are not in {@code events}, since there were so many
 */
public record Story(long seq, List<HopEvent> events, long exchanges, long leftOut) {
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

    /** How long it lasted. */
    public long nanos() {
        return closed().nanos() - events.getFirst().nanos();
    }

    private <E extends HopEvent> Optional<E> first(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}

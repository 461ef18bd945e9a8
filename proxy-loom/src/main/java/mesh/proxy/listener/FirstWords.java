package mesh.proxy.listener;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import mesh.proxy.detect.Detection;
import mesh.proxy.loom.Readiness;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.route.Destination;
import mesh.proxy.telemetry.HopEvent;
import mesh.proxy.telemetry.HopEvent.Basis;
import mesh.proxy.telemetry.HopEvents;

/** Finds out what a connection speaks: what its service declares, else its port, else the client's first bytes. */
final class FirstWords {
    /** What is to be done with the connection. */
    enum Speaks {
        HTTP1,
        /** Bytes that we do not read. */
        OTHER,
        /** Nothing was said yet; perhaps the client waits for the server's greeting. */
        NOTHING_YET
    }

    /** Where servers greet: SMTP, submission, MySQL, and Galera's replication; whoever moved them declares it. */
    private static final Set<Integer> SERVER_SPEAKS_FIRST = Set.of(25, 587, 3306, 4444);

    private final long id;
    private final HopEvents events;
    private final Duration silence;

    /** @param silence for the client to say something, or enough, where it is not known that it will */
    FirstWords(long id, HopEvents events, Duration silence) {
        this.id = id;
        this.events = events;
        this.silence = silence;
    }

    Speaks of(Destination destination, Arrivals arrivals) throws IOException {
        if (destination.service() == null) {
            return undeclared(destination, arrivals);
        }
        return switch (destination.service().protocol()) {
            case HTTP1 -> told(new Detection.Http1(), Basis.DECLARED);
            case HTTP2, GRPC -> told(new Detection.Http2(), Basis.DECLARED);
            case OPAQUE -> told(new Detection.Opaque(), Basis.DECLARED);
            case TLS -> listen(arrivals, Readiness.NEVER); // the client speaks first, and its hello says to whom
            case UNKNOWN -> undeclared(destination, arrivals);
        };
    }

    private Speaks undeclared(Destination destination, Arrivals arrivals) throws IOException {
        return SERVER_SPEAKS_FIRST.contains(destination.original().getPort())
                ? told(new Detection.Opaque(), Basis.PORT)
                : listen(arrivals, System.nanoTime() + silence.toNanos());
    }

    /** Reads until the bytes are enough to tell; they stay in {@code arrivals}. */
    Speaks listen(Arrivals arrivals, long deadline) throws IOException {
        var detection = look(arrivals);
        long until = deadline;
        try {
            while (detection instanceof Detection.NeedsMore) {
                boolean first = arrivals.isEmpty();
                switch (arrivals.awaitMore(until)) {
                    case NOTHING -> {}
                    case END -> detection = new Detection.Opaque();
                    case BYTES -> {
                        detection = look(arrivals);
                        until = first ? System.nanoTime() + silence.toNanos() : until;
                    }
                }
            }
            return told(detection, Basis.BYTES);
        } catch (SocketTimeoutException e) {
            return arrivals.isEmpty() ? Speaks.NOTHING_YET : told(new Detection.Opaque(), Basis.TIMEOUT);
        }
    }

    private static Detection look(Arrivals arrivals) {
        if (arrivals.isEmpty()) {
            return new Detection.NeedsMore();
        }
        var detection = Detection.of(arrivals.bytes());
        return detection instanceof Detection.NeedsMore && arrivals.isFull() ? new Detection.Opaque() : detection;
    }

    /** The server spoke before the client. */
    Speaks serverFirst() {
        return told(new Detection.Opaque(), Basis.SILENCE);
    }

    private Speaks told(Detection detection, Basis basis) {
        events.emit(new HopEvent.Detected(id, System.nanoTime(), detection, basis));
        return detection instanceof Detection.Http1 ? Speaks.HTTP1 : Speaks.OTHER;
    }
}

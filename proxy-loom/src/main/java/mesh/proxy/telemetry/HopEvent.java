package mesh.proxy.telemetry;

import java.net.InetSocketAddress;
import mesh.proxy.detect.Detection;

/** One step of one connection through this proxy. The data path makes these and does no other telemetry. */
public sealed interface HopEvent {
    /** Which connection: unique in this process, counting from 1; 0 for what concerns no single connection. */
    long connection();

    /** When: {@link System#nanoTime()}, which on Linux is CLOCK_MONOTONIC and so the same clock for all processes. */
    long nanos();

    /** From whom to whom the connection was intercepted. */
    enum Direction {
        OUTBOUND("outbound"),
        INBOUND("inbound");

        private final String label;

        Direction(String label) {
            this.label = label;
        }

        /** As logs and metrics spell it. */
        public String label() {
            return label;
        }
    }

    /** Which of a connection's two byte streams. */
    enum Way {
        /** From downstream (who connected to us) to upstream (whom we connected to). */
        SENT("sent"),
        /** From upstream back to downstream. */
        RECEIVED("received");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        /** As logs and metrics spell it. */
        public String label() {
            return label;
        }
    }

    /** How a connection ended. */
    enum Outcome {
        /** Both sides finished sending. */
        ENDED("ended"),
        /** One side was reset or broke. */
        RESET("reset"),
        /** Not relayed at all: see {@link Refused}. */
        REFUSED("refused"),
        /** The upstream could not be reached: see {@link ConnectFailed}. */
        CONNECT_FAILED("connect failed"),
        /** Idle, half-closed or stalled for longer than configured. */
        TIMED_OUT("timed out"),
        /** Still open when the drain deadline passed. */
        DRAINED("drained");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        /** As logs and metrics spell it. */
        public String label() {
            return label;
        }
    }

    record Accepted(
            long connection, long nanos, Direction direction, InetSocketAddress downstream, InetSocketAddress local)
            implements HopEvent {}

    /** The kernel told the original destination. */
    record Destined(long connection, long nanos, InetSocketAddress destination) implements HopEvent {}

    /** The connection is not relayed; {@code why} is for people. */
    record Refused(long connection, long nanos, String why) implements HopEvent {}

    /** The upstream answered, {@code tookNanos} after we asked. */
    record Connected(
            long connection, long nanos, InetSocketAddress upstreamLocal, InetSocketAddress upstream, long tookNanos)
            implements HopEvent {}

    record ConnectFailed(long connection, long nanos, InetSocketAddress upstream, String why) implements HopEvent {}

    /** How a protocol became known. */
    enum Basis {
        /** The client's first bytes say it. */
        BYTES("bytes"),
        /** The service's port declares it, so nobody looked. */
        DECLARED("declared"),
        /** The port is one where servers speak first. */
        PORT("port"),
        /** The client sent nothing for as long as we wait. */
        SILENCE("silence"),
        /** The client sent too little to tell, and no more for as long as we wait. */
        TIMEOUT("timeout");

        private final String label;

        Basis(String label) {
            this.label = label;
        }

        /** As logs and metrics spell it. */
        public String label() {
            return label;
        }
    }

    /** Which protocol the connection is taken for, and why. */
    record Detected(long connection, long nanos, Detection protocol, Basis basis) implements HopEvent {
        public Detected(long connection, long nanos, Detection protocol) {
            this(connection, nanos, protocol, Basis.BYTES);
        }
    }

    /** One request and its answer, complete or broken off: the last event of the exchange, at its end. */
    record Exchanged(long connection, long nanos, Direction direction, Exchange exchange) implements HopEvent {}

    /** The first bytes of one way were passed on. */
    record FirstBytes(long connection, long nanos, Way way, long bytes) implements HopEvent {}

    /** The sender of one way finished; its end was passed on, the other way may still be talking. */
    record HalfClosed(long connection, long nanos, Way way, long bytes) implements HopEvent {}

    /**
     * Bytes passed on since the last such event of this way: one at its end, and one every few seconds before, so that
     * the traffic of a connection that stays open for days is counted while it flows.
     */
    record Moved(long connection, long nanos, Direction direction, Way way, long bytes) implements HopEvent {}

    /** Always the last event of a connection. Bytes are totals. */
    record Closed(
            long connection,
            long nanos,
            Direction direction,
            long sentBytes,
            long receivedBytes,
            Outcome outcome,
            String why)
            implements HopEvent {}

    /** Bulk goes through buffers from now on, since the kernel gives no pipe to splice it through. */
    record NoPipe(long connection, long nanos, String why) implements HopEvent {}

    /** A listener waits before it accepts again: no descriptors left, or the connection limit is reached. */
    record AcceptBackoff(long connection, long nanos, Direction direction, String reason) implements HopEvent {}

    /** A listener ended by an error, on one carrier: what the kernel gives to that one is not accepted any more. */
    record ListenerBroke(long connection, long nanos, Direction direction, String why) implements HopEvent {}

    /** A carrier was held by one piece of work, so everything else on it waited. */
    record CarrierStalled(long connection, long nanos, String carrier, long atLeastMillis, String stack)
            implements HopEvent {}
}

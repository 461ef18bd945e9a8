package mesh.proxy.telemetry;

import java.net.InetSocketAddress;

/** One step of one connection through this proxy. The data path makes these and does no other telemetry. */
public sealed interface HopEvent {
    /** Which connection: unique in this process, counting from 1; 0 for what concerns no single connection. */
    long connection();

    /** When: {@link System#nanoTime()}, which on Linux is CLOCK_MONOTONIC and so the same clock for all processes. */
    long nanos();

    /** From whom to whom the connection was intercepted. */
    enum Direction {
        OUTBOUND,
        INBOUND
    }

    /** Which of a connection's two byte streams. */
    enum Way {
        /** From downstream (who connected to us) to upstream (whom we connected to). */
        SENT,
        /** From upstream back to downstream. */
        RECEIVED
    }

    /** How a connection ended. */
    enum Outcome {
        /** Both sides finished sending. */
        ENDED,
        /** One side was reset or broke. */
        RESET,
        /** Not relayed at all: see {@link Refused}. */
        REFUSED,
        /** The upstream could not be reached: see {@link ConnectFailed}. */
        CONNECT_FAILED,
        /** Idle, half-closed or stalled for longer than configured. */
        TIMED_OUT,
        /** Still open when the drain deadline passed. */
        DRAINED
    }

    record Accepted(
            long connection, long nanos, Direction direction, InetSocketAddress downstream, InetSocketAddress local)
            implements HopEvent {}

    /** The kernel told the original destination. */
    record Destined(long connection, long nanos, InetSocketAddress destination) implements HopEvent {}

    /** The connection is not relayed; {@code why} is for people. */
    record Refused(long connection, long nanos, String why) implements HopEvent {}

    record Connected(long connection, long nanos, InetSocketAddress upstreamLocal, InetSocketAddress upstream)
            implements HopEvent {}

    record ConnectFailed(long connection, long nanos, InetSocketAddress upstream, String why) implements HopEvent {}

    /** The first bytes of one way were passed on. */
    record FirstBytes(long connection, long nanos, Way way, int bytes) implements HopEvent {}

    /** The sender of one way finished; its end was passed on, the other way may still be talking. */
    record HalfClosed(long connection, long nanos, Way way, long bytes) implements HopEvent {}

    /** Always the last event of a connection. */
    record Closed(long connection, long nanos, long sentBytes, long receivedBytes, Outcome outcome, String why)
            implements HopEvent {}

    /** A listener waits before it accepts again: no descriptors left, or the connection limit is reached. */
    record AcceptBackoff(long connection, long nanos, Direction direction, String reason) implements HopEvent {}

    /** A carrier was held by one piece of work, so everything else on it waited. */
    record CarrierStalled(long connection, long nanos, String carrier, long heldMillis, String stack)
            implements HopEvent {}
}

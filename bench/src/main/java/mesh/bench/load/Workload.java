package mesh.bench.load;

/** What the generator can do on request. */
public enum Workload {
    /** A 64-byte message there and back, again and again, on connections that stay. */
    PING_PONG,
    /** GET and its answer, again and again, on connections that stay. */
    HTTP_GET,
    /** Connect, one 64-byte echo, close; again and again, several at once. */
    CONNECT,
    /** A stream of bytes on one connection. */
    BULK_UP,
    BULK_DOWN,
    BULK_BOTH,
    /** Connections that echo once and then say nothing, until {@link #CLOSE_IDLE}. */
    OPEN_IDLE,
    CLOSE_IDLE
}
